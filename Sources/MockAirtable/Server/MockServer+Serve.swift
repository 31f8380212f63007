import Locking
public import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

extension MockServer {
    /// What a running server tells.
    public enum Event: Sendable {
        /// It accepts connections.
        case listening(ServerStart)
        /// A request has ended.
        case request(AccessLogEntry)
        /// It has stopped after it had listened.
        case stopped(AccessSummary)
    }

    /// Runs a mock server until SIGINT or SIGTERM, or until the task is cancelled.
    ///
    ///     var options = ServeOptions()
    ///     options.port = 8473
    ///     try await MockServer.serve(options) { event in
    ///         if case .listening(let start) = event { print(start.text) }
    ///     }
    ///
    /// At the end requests that are under way get up to five seconds to come to their answers.
    ///
    /// - Parameters:
    ///   - options: What it is started with.
    ///   - logger: For what concerns connections, at debug level; never a token.
    ///   - onEvent: Called for every event, one at a time for the first and last, and from several threads for requests.
    /// - Throws: ``StateFileError``, ``SchemaFileError``, ``ServeError``.
    public static func serve(
        _ options: ServeOptions, logger: Logger = Logger(label: "MockAirtable") { _ in SwiftLogNoOpLogHandler() },
        onEvent: @escaping @Sendable (Event) -> Void
    ) async throws {
        let service = try options.openService()
        defer { service.close() }
        let file = try options.accessLogFile.map { path throws(ServeError) in try AppendFile(path: path) }
        let accessLog = AccessLog(file: file) { onEvent(.request($0)) }
        let ending = Ending()
        let hasListened = Guarded(false)
        let front = ServiceFront(service, configuration: options.configuration, accessLog: accessLog) {
            ending.fail($0)
        }
        let listener = Listener(front: front, options: options, logger: logger) { port in
            hasListened.withLock { $0 = true }
            onEvent(.listening(ServerStart(options, bases: service.bases, port: port)))
        }
        var configuration = ServiceGroupConfiguration(
            services: [listener, ending], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        defer { if hasListened.withLock({ $0 }) { onEvent(.stopped(accessLog.summary)) } }
        try await ServiceGroup(configuration: configuration).run()
        if let problem = accessLog.problem { throw problem }
    }
}

/// The front as a part of the process's life.
private struct Listener: Service {
    let front: ServiceFront
    let options: ServeOptions
    let logger: Logger
    let onListening: @Sendable (Int) -> Void

    func run() async throws {
        try await front.run(host: options.host, port: options.port, logger: logger) { onListening($0) }
    }
}

/// Stops everything when the service cannot go on.
private final class Ending: Service {
    private let failures: AsyncStream<any Error>
    private let announcement: AsyncStream<any Error>.Continuation

    init() {
        (failures, announcement) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    func fail(_ error: any Error) { announcement.yield(error) }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await failure in self.failures { throw failure }
        }
    }
}

extension ServeOptions {
    fileprivate func openService() throws -> MockService {
        switch (stateFile, schemaFile) {
        case (let stateFile?, let schemaFile):
            try MockService.open(stateFile: stateFile, configuration, schemaFile: schemaFile)
        case (nil, let schemaFile?): try MockService.inMemory(configuration, schemaFile: schemaFile)
        case (nil, nil): MockService(configuration)
        }
    }
}
