import AirtableAPI
import FoundationEssentials
import Logging
import MockAirtable
import RateLimiting
import TableModel

/// A base that is reached: the client, and what paces it.
struct Connection: Sendable {
    let base: AirtableBase
    let limiter: RateLimiter
    /// Whether the base is the embedded store.
    let isLocal: Bool

    /// Runs `body` with a connection, and closes it.
    ///
    /// - Throws: ``CommandError`` if the settings do not suffice; what `body` throws.
    static func with<Result: Sendable>(
        _ options: ConnectionOptions, console: Console, _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let environment = ProcessInfo.processInfo.environment
        let settings = try await Settings(options, environment: environment)
        for warning in [settings.token.warning, settings.address.warning].compactMap(\.self) {
            console.message("Note: \(warning)")
        }
        let logger = Logging.Logger.toStandardError(options.logLevel?.level)
        if options.local {
            let store = try openStore()
            let transport = InProcessTransport { try await store.exchange($0, body: $1) }
            return try await body(connection(settings, transport, RateLimiter(pacing: settings.pacing), logger, true))
        }
        let limiter = RateLimiter(pacing: settings.pacing, stateDirectory: StatePlace.directory(environment))
        return try await AsyncHTTPTransport.withTransport { transport in
            let result = try await body(connection(settings, transport, limiter, logger, false))
            if let problem = limiter.stateProblem { console.message("Note: \(problem)") }
            return result
        }
    }

    private static func connection(
        _ settings: Settings, _ transport: any HTTPTransport, _ limiter: RateLimiter, _ logger: Logging.Logger,
        _ isLocal: Bool
    ) -> Connection {
        let client = AirtableClient(
            token: settings.token, address: settings.address, transport: transport, limiter: limiter, logger: logger)
        return Connection(base: client.base(settings.base), limiter: limiter, isLocal: isLocal)
    }

    /// The embedded store: the mock service without its limits, kept in a file.
    private static func openStore() throws -> MockService {
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        do {
            return try MockService.open(stateFile: StatePlace.localStore, configuration)
        } catch {
            throw CommandError(.invalidSource, "The store of --local could not be opened: \(error)")
        }
    }
}

extension Logging.Logger {
    /// A logger that writes lines of at least `level` to standard error, or none if no level is given.
    static func toStandardError(_ level: Logging.Logger.Level?) -> Logging.Logger {
        guard let level else { return Logging.Logger(label: "tablesync") { _ in SwiftLogNoOpLogHandler() } }
        var logger = Logging.Logger(label: "tablesync") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
