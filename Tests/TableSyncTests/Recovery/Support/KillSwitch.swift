import GRDB
import Locking
import RateLimiting
import TableModel
import TestSupport

@testable import TableSync

/// Ends a process at a point: from then on nothing that it does reaches the table or the journal.
final class KillSwitch: Sendable {
    /// What becomes of requests that are on their way when the process dies.
    enum Fate: CaseIterable, Sendable {
        /// They never arrive.
        case dropped
        /// The service does what they say, and nobody hears of it.
        case applied
        /// The same, 25 seconds later.
        case appliedLate
    }

    private struct State: Sendable {
        var points = 0
        var isDead = false
        var late: [(TimePoint, WriteChunk)] = []
    }

    let fate: Fate
    /// Which of the points that are passed is the last; nil to pass them all.
    let point: Int?
    private let atDeath: @Sendable () -> Void
    private let state = Guarded(State())

    /// - Parameters:
    ///   - point: Which of the points that are passed is the last; nil to pass them all.
    ///   - atDeath: What else ends with the process.
    init(at point: Int? = nil, _ fate: Fate = .dropped, atDeath: @escaping @Sendable () -> Void = {}) {
        self.point = point
        self.fate = fate
        self.atDeath = atDeath
    }

    /// How many points there were.
    var points: Int { state.withLock(\.points) }
    var isDead: Bool { state.withLock(\.isDead) }

    /// Passes a point; false if the process is dead, or dies there.
    func pass() -> Bool {
        let (isAlive, dies) = state.withLock { state in
            guard !state.isDead else { return (false, false) }
            state.isDead = state.points == point
            state.points += 1
            return (!state.isDead, state.isDead)
        }
        if dies { atDeath() }
        return isAlive
    }

    func arrivesLate(_ chunk: WriteChunk, at time: TimePoint) { state.withLock { $0.late.append((time, chunk)) } }

    /// Takes the requests that arrive up to now.
    func arrivals(until now: TimePoint) -> [WriteChunk] {
        state.withLock { state in
            defer { state.late.removeAll { $0.0 <= now } }
            return state.late.filter { $0.0 <= now }.map(\.1)
        }
    }
}

/// The table as a process sees it that may die: requests take 50 ms there and 50 ms back.
struct MortalTable: RemoteTable {
    let base: any RemoteTable
    let time: VirtualTime
    let kill: KillSwitch

    var limits: RemoteLimits { base.limits }
    func forecast(requests: Int) -> Duration? { nil }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        guard !kill.isDead else { throw CancellationError() }
        let isAlive = kill.pass()
        await pause()
        guard isAlive, !kill.isDead else {
            switch kill.fate {
            case .dropped: break
            case .applied: _ = try await base.send(chunk)
            case .appliedLate: kill.arrivesLate(chunk, at: time.now + .seconds(25))
            }
            throw CancellationError()
        }
        let answer = try await base.send(chunk)
        _ = kill.pass()
        await pause()
        guard !kill.isDead else { throw CancellationError() }
        return answer
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        guard !kill.isDead else { throw CancellationError() }
        let isAlive = kill.pass()
        await pause()
        guard isAlive, !kill.isDead else { throw CancellationError() }
        let answer = try await base.page(of: query, after: cursor)
        _ = kill.pass()
        await pause()
        guard !kill.isDead else { throw CancellationError() }
        return answer
    }

    private func pause() async { do { try await time.sleep(for: .milliseconds(50)) } catch {} }
}

/// The table as the next process finds it, with what still arrives of the one that died.
struct HauntedTable: RemoteTable {
    let base: any RemoteTable
    let time: VirtualTime
    let kill: KillSwitch

    var limits: RemoteLimits { base.limits }
    func forecast(requests: Int) -> Duration? { nil }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        try await arrive()
        return try await base.send(chunk)
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        try await arrive()
        return try await base.page(of: query, after: cursor)
    }

    func arrive() async throws(CancellationError) {
        for chunk in kill.arrivals(until: time.now) { _ = try await base.send(chunk) }
    }
}

/// The journal of a process that may die, before an event is written or after.
struct MortalLog: RunLog {
    struct Killed: Error {}

    let base: any RunLog
    let kill: KillSwitch

    func record(_ event: RunEvent) async throws {
        guard kill.pass() else { throw Killed() }
        try await base.record(event)
        guard kill.pass() else { throw Killed() }
    }
}

extension Journal {
    /// Nothing is written any more over this connection.
    func die() {
        try? queue.writeWithoutTransaction { database in
            let changes = [
                "INSERT ON event", "INSERT ON left_out", "INSERT ON run", "UPDATE ON run", "INSERT ON ending",
            ]
            for change in changes {
                let name = change.replacing(" ", with: "_")
                try database.execute(
                    sql: "CREATE TEMP TRIGGER \(name) BEFORE \(change) BEGIN SELECT RAISE(ABORT, 'dead'); END")
            }
        }
    }
}
