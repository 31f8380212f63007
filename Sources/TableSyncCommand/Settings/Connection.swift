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
    let address: ServiceAddress
    let retry: RetryPolicy
    let time: any TimeSource
    let logger: Logging.Logger
    /// How many requests have left so far.
    let requestsSent: @Sendable () -> Int
    /// How many may leave.
    let quota: CallQuota
    /// Until when a refusal keeps everybody from sending to the base; nil if it is open.
    private let closedUntil: @Sendable () -> TimePoint?
    /// Tells the user something, as a sentence.
    let note: @Sendable (String) -> Void

    /// - Parameter note: Called with what the user should know while a command waits, as a sentence.
    init(
        _ base: BaseID, at address: ServiceAddress, token: AccessToken, transport: any HTTPTransport,
        limiter: RateLimiter, patience: Patience, quota: CallQuota = .none, time: any TimeSource = SystemTime(),
        logger: Logging.Logger, note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        let transport = quota.count.map { count in WatchedTransport(transport) { count.add() } } ?? transport
        var firstContact = patience.firstContact
        if let left = quota.left(after: 0) {
            firstContact.attempts = min(firstContact.attempts, max(left.calls, 1))
            firstContact.refusals = min(firstContact.refusals, left.calls)
        }
        let first = AirtableClient(
            token: token, address: address, transport: transport, limiter: limiter,
            requestTimeout: Patience.firstAnswer, retry: firstContact, time: time, logger: logger)
        let rest = AirtableClient(
            token: token, address: address, transport: transport, limiter: limiter, retry: patience.run, time: time,
            logger: logger)
        self.base = rest.base(base)
        self.firstContact = first.base(base)
        self.address = address
        retry = patience.run
        self.time = time
        self.logger = logger
        requestsSent = { first.requestsSent + rest.requestsSent }
        self.quota = quota
        self.note = note
        closedUntil = { limiter.closedUntil(host: address.authority, base: base.rawValue) }
    }

    /// Reads the base's tables: the first request of every command. If that takes long, it says so.
    ///
    /// - Throws: ``CommandError`` with exit code 8 if no request may be sent; `RemoteError`, which names the address if
    ///   nothing was reached or no answer came; `CancellationError`.
    func schema() async throws -> [TableSchema] {
        if let left = callsLeft, left.calls == 0 {
            throw CommandError(.budgetReached, "Nothing was sent: \(left.reason).")
        }
        do {
            // Cancelled, and awaited, when the answer is there.
            async let _: Void = noteWaiting()
            return try await firstContact.schema()
        } catch var error as RemoteError where error.code == .unreachable || error.code == .noAnswer {
            error.message += " (\(address))"
            throw error
        }
    }

    /// How many requests may still leave; nil for any number.
    var callsLeft: CallQuota.Limit? { quota.left(after: requestsSent()) }

    /// A wait that is shorter than this needs no word.
    static let silence: Duration = .seconds(5)

    private func noteWaiting() async {
        do { try await time.sleep(for: Self.silence) } catch { return }
        let rest = closedUntil().map { ($0 - time.now) / .seconds(1) } ?? 0
        note(
            rest > 0
                ? "The service has refused requests to the base since there were too many. The next one may go in "
                    + "\(Int(rest.rounded(.up))) s."
                : "No answer from \(address) yet; waiting.")
    }

    /// Runs `body` with a connection, and closes it.
    ///
    /// - Throws: ``CommandError`` if the settings do not suffice; what `body` throws.
    static func with<Result: Sendable>(
        _ options: ConnectionOptions, _ limits: CallQuota = .none, environment: [String: String],
        console: Console, _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let settings = try await Settings(options, environment: environment)
        let quota = try settings.quota(limits, isLocal: options.local, environment: environment)
        for note in settings.notes { console.message("Note: \(note)") }
        let logger = ConsoleLogHandler.logger(console, level: options.logLevel?.level)
        let connection = { (transport: any HTTPTransport, limiter: RateLimiter) in
            Connection(
                settings.base, at: settings.address, token: settings.token, transport: transport, limiter: limiter,
                patience: settings.patience, quota: quota, logger: logger,
                note: { console.message("Note: \($0)") })
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
            for problem in [limiter.stateProblem.map { "\($0)" }, quota.count?.problem] {
                if let problem { console.message("Note: \(problem)") }
            }
            return result
        }
    }
}
