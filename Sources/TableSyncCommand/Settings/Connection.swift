import AirtableAPI
import Logging
import MockAirtable
import RateLimiting
import TableModel

/// A base that is reached: the client, and what paces it.
struct Connection: Sendable {
    let base: AirtableBase
    /// The same base for the first request, which gives up sooner.
    private let firstContact: AirtableBase
    private let address: ServiceAddress
    let retry: RetryPolicy
    let time: any TimeSource
    let logger: Logging.Logger
    /// How many requests have left so far.
    let requestsSent: @Sendable () -> Int

    init(
        _ base: BaseID, at address: ServiceAddress, token: AccessToken, transport: any HTTPTransport,
        limiter: RateLimiter, patience: Patience, time: any TimeSource = SystemTime(), logger: Logging.Logger
    ) {
        let client = { (retry: RetryPolicy) in
            AirtableClient(
                token: token, address: address, transport: transport, limiter: limiter, retry: retry, time: time,
                logger: logger)
        }
        let (first, rest) = (client(patience.firstContact), client(patience.run))
        self.base = rest.base(base)
        firstContact = first.base(base)
        self.address = address
        retry = patience.run
        self.time = time
        self.logger = logger
        requestsSent = { first.requestsSent + rest.requestsSent }
    }

    /// Reads the base's tables: the first request of every command.
    ///
    /// - Throws: `RemoteError`, which names the address if nothing was reached there; `CancellationError`.
    func schema() async throws -> [TableSchema] {
        do {
            return try await firstContact.schema()
        } catch var error as RemoteError where error.code == .unreachable {
            error.message += " (\(address))"
            throw error
        }
    }

    /// Runs `body` with a connection, and closes it.
    ///
    /// - Throws: ``CommandError`` if the settings do not suffice; what `body` throws.
    static func with<Result: Sendable>(
        _ options: ConnectionOptions, environment: [String: String], console: Console,
        _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let settings = try await Settings(options, environment: environment)
        for note in settings.notes { console.message("Note: \(note)") }
        let logger = ConsoleLogHandler.logger(console, level: options.logLevel?.level)
        let connection = { (transport: any HTTPTransport, limiter: RateLimiter) in
            Connection(
                settings.base, at: settings.address, token: settings.token, transport: transport, limiter: limiter,
                patience: settings.patience, logger: logger)
        }
        if options.local {
            let store = try await LocalStore.open(StatePlace.localStore)
            defer { store.close() }
            let transport = InProcessTransport { try await store.exchange($0, body: $1) }
            return try await body(connection(transport, RateLimiter(pacing: settings.pacing)))
        }
        let limiter = RateLimiter(pacing: settings.pacing, stateDirectory: StatePlace.directory(environment))
        return try await AsyncHTTPTransport.withTransport { transport in
            let result = try await body(connection(transport, limiter))
            if let problem = limiter.stateProblem { console.message("Note: \(problem)") }
            return result
        }
    }
}
