public import HTTPTypes
public import JSONText
import Locking
public import TableModel

/// The mock service in process: an ``AirtableService``, a clock to wait on, and no sockets.
///
///     let mock = MockService()
///     try mock.createTable(["name": "Users", "fields": [["name": "Email", "type": "email"]]], in: base)
///     let (head, body) = try await mock.exchange(request, body: [])
///     #expect(try mock.records(of: "Users", in: base).count == 25)
///
/// On a virtual clock a test of a hundred requests takes no time, and the service sees them at exact instants.
public final class MockService: Sendable {
    private let service: Guarded<KeptService>
    private let clock: MockClock

    /// - Parameters:
    ///   - configuration: How the service behaves.
    ///   - clock: What latencies are waited on, and what the service's time runs by.
    ///   - start: The service's wall time now; nil for the system's.
    public init(
        _ configuration: ServiceConfiguration = ServiceConfiguration(),
        clock: some Clock<Duration> = ContinuousClock(), startingAt start: ServiceInstant? = nil
    ) {
        service = Guarded(KeptService(AirtableService(configuration: configuration)))
        self.clock = MockClock(clock, startingAt: start)
    }

    /// - Parameter store: Where the machine's changes are written before a request is answered; nil for nowhere.
    init(_ machine: AirtableService, store: (any ChangeStore)?, clock: some Clock<Duration>) {
        service = Guarded(KeptService(machine, store: store))
        self.clock = MockClock(clock, startingAt: nil)
    }

    /// Sends a request and waits for its answer.
    ///
    /// The request counts, and is carried out, when the latency before counting has passed. A task that is cancelled
    /// before that has sent nothing; one that is cancelled later has.
    ///
    /// - Throws: ``MockConnectionLost`` if a fault ends the connection; `CancellationError`.
    public func exchange(_ request: HTTPRequest, body: [UInt8]) async throws -> (HTTPResponse, [UInt8]) {
        let reply = try await perform(ServiceRequest(request, body: body)).reply
        switch reply.ending {
        case .refused: throw MockConnectionLost(requestArrived: false)
        case .lost: throw MockConnectionLost(requestArrived: true)
        case .answer(let head, let bytes): return (head, bytes)
        }
    }

    /// Waits as the latencies say and tells what becomes of a request; the answer may go out when this returns.
    ///
    /// - Parameter connectionCost: How much longer the answer takes because the request came on a new connection.
    /// - Throws: `CancellationError`; ``StateFileError`` if what it changed could not be written.
    func perform(
        _ request: ServiceRequest, connectionCost: Duration = .zero
    ) async throws -> (reply: ServiceReply, entry: RequestLogEntry?) {
        let latency = service.withLock { $0.use { $0.nextLatency() } }
        try await clock.sleep(for: latency.beforeCount)
        let (reply, entry) = try service.withLock { kept in
            if let problem = kept.problem { throw problem }
            // The time is taken inside the lock, so that the machine sees requests in the order of their instants.
            let reply = kept.use { $0.handle(request, at: clock.now) }
            if let problem = kept.problem { throw problem }
            return (reply, kept.machine.log.newest)
        }
        if case .answer = reply.ending {
            try await clock.sleep(for: latency.afterCount + reply.delay + connectionCost)
        }
        return (reply, entry)
    }

    /// Lets go of the state file, if the service has one, so that it can be opened again; requests fail from then on.
    ///
    /// A service that is released does so by itself, but only when the last request has let go of it.
    public func close() { service.withLock { $0.close() } }

    /// The service's wall time.
    public var now: ServiceInstant { clock.now }
}

// MARK: - Looking at what there is

extension MockService {
    /// The newest requests, oldest first.
    public var log: [RequestLogEntry] { service.withLock { $0.machine.log.entries } }

    /// The records of a table, oldest first. Late writes that are due have been carried out.
    ///
    /// - Throws: ``MockSetupError`` if there is no such table.
    public func records(of table: String, in base: BaseID) throws(MockSetupError) -> [MockRecord] {
        try withService { service, _ throws(MockSetupError) in try service.records(of: table, in: base) }
    }

    /// The tables of a base as the schema call answers them; nil if there is no such base.
    public func schema(of base: BaseID) -> JSONValue? {
        service.withLock { $0.machine.schema(of: base) }
    }

    /// The bases with their names, in the order in which they were made.
    public var bases: [(id: BaseID, name: String)] {
        service.withLock { kept in
            kept.machine.state.baseOrder.map { ($0, kept.machine.state.bases[$0]?.name ?? "") }
        }
    }

    /// Calls that were counted in the current month.
    public var callsThisMonth: Int { service.withLock { $0.machine.limits.callsThisMonth } }

    /// Until when the base refuses everything with 429; nil if it does not.
    public func closedUntil(_ base: BaseID) -> ServiceInstant? {
        service.withLock { $0.machine.limits.closedUntil(base) }
    }
}

// MARK: - Changing what there is, past limits, latency and log

extension MockService {
    /// Makes a base if there is none of that id, or renames it.
    public func createBase(_ base: BaseID, name: String = "Untitled Base") {
        service.withLock { $0.use { $0.createBase(base, name: name) } }
    }

    /// Makes a table from the body of a request to create one, and its base if need be. Fields of the types
    /// `autoNumber`, `createdTime`, `lastModifiedTime`, `createdBy` and `lastModifiedBy` can be made here, which the API
    /// refuses.
    ///
    /// - Throws: ``MockSetupError`` with the service's refusal.
    @discardableResult
    public func createTable(_ draft: JSONValue, in base: BaseID) throws(MockSetupError) -> TableID {
        try withService { service, _ throws(MockSetupError) in try service.createTable(draft, in: base) }
    }

    /// Makes a view of a table, or gives the view of that name another filter. The API can do neither.
    ///
    /// - Parameter filter: A formula: the view shows the records that it keeps, oldest first; nil for all records.
    /// - Returns: The id of the view, `viw…`.
    /// - Throws: ``MockSetupError`` if there is no such table, or with the service's refusal of the formula.
    @discardableResult
    public func createView(
        _ name: String, filter: String? = nil, of table: String, in base: BaseID
    ) throws(MockSetupError) -> String {
        try withService { service, _ throws(MockSetupError) in
            try service.createView(name, filter: filter, of: table, in: base).rawValue
        }
    }

    /// Makes records with the cells of `rows`, any number at once, with typecast off.
    ///
    /// - Throws: ``MockSetupError`` with the service's refusal; no record is made then.
    @discardableResult
    public func insert(
        _ rows: [JSONObject], into table: String, in base: BaseID
    ) throws(MockSetupError) -> [RecordID] {
        try withService { service, now throws(MockSetupError) in
            try service.insert(rows, into: table, in: base, at: now)
        }
    }

    /// Changes cells of a record, as a person at the service's own screen would.
    ///
    /// - Throws: ``MockSetupError`` with the service's refusal.
    public func update(
        _ record: RecordID, _ cells: JSONObject, of table: String, in base: BaseID
    ) throws(MockSetupError) {
        try withService { service, now throws(MockSetupError) in
            try service.update(record, cells, of: table, in: base, at: now)
        }
    }

    /// Deletes records; ids that are not there are passed over.
    ///
    /// - Throws: ``MockSetupError`` if there is no such table.
    public func delete(_ records: [RecordID], from table: String, in base: BaseID) throws(MockSetupError) {
        try withService { service, now throws(MockSetupError) in
            try service.delete(records, from: table, in: base, at: now)
        }
    }

    /// Carries out every late write, also those that are not due yet.
    public func applyAllLateRequests() {
        service.withLock { kept in
            kept.use { service in
                if let last = service.lastLateRequest { service.applyLateRequests(until: last) }
            }
        }
    }

    /// Lets every running list expire, as a restart of the real service does.
    public func expireIterators() { service.withLock { $0.use { $0.expireIterators() } } }

    /// Calls `body` with the machine after the late writes that are due, and the time.
    func withService<Result>(
        _ body: (inout AirtableService, ServiceInstant) throws(MockSetupError) -> Result
    ) throws(MockSetupError) -> Result where Result: Sendable {
        try service.withLock { kept throws(MockSetupError) in
            try kept.use { service throws(MockSetupError) in
                let now = clock.now
                service.applyLateRequests(until: now)
                return try body(&service, now)
            }
        }
    }
}
