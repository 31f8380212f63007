import Logging

/// A mock service that is reached over HTTP, for clients in any language.
///
///     try await withMockServer { server in
///         let (data, _) = try await session.data(from: URL(string: "\(server.url)/v0/meta/whoami")!)
///     }
public struct MockServer: Sendable {
    /// The service behind it, for tests to set up and to look at.
    public let service: MockService
    /// The address that it listens on.
    public let host: String
    /// The port that it listens on.
    public let port: Int

    /// Where it is reached: `http://127.0.0.1:41234`, without a slash at the end and without `/v0`.
    public var url: String { host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)" }
}

/// Runs a mock server on this machine, at a port that the system chooses, for as long as `body` runs.
///
/// Requests that are under way when `body` ends are not answered any more.
///
/// - Throws: What `body` throws; ``ServeError`` if no connection can be accepted.
public func withMockServer<Result>(
    _ configuration: ServiceConfiguration = ServiceConfiguration(),
    _ body: (MockServer) async throws -> Result
) async throws -> Result {
    try await withMockServer(MockService(configuration), configuration, body)
}

/// Runs a mock server for a service that is there already: one with a state file, say.
///
/// - Parameters:
///   - service: The service; it stays as it is when `body` ends.
///   - configuration: The service's own; of it the body size and the cost of new connections are used.
///   - body: What runs while the server does.
/// - Throws: What `body` throws; ``ServeError`` if no connection can be accepted.
public func withMockServer<Result>(
    _ service: MockService, _ configuration: ServiceConfiguration = ServiceConfiguration(),
    _ body: (MockServer) async throws -> Result
) async throws -> Result {
    let host = "127.0.0.1"
    let front = ServiceFront(service, configuration: configuration, accessLog: AccessLog())
    let quiet = Logger(label: "MockAirtable") { _ in SwiftLogNoOpLogHandler() }
    let (ports, announcement) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            // Ends the wait for the port also if there will be none.
            defer { announcement.finish() }
            try await front.run(host: host, port: 0, logger: quiet) { announcement.yield($0) }
        }
        defer { group.cancelAll() }
        for await port in ports {
            return try await body(MockServer(service: service, host: host, port: port))
        }
        try await group.waitForAll()
        throw CancellationError()
    }
}
