import RateLimiting
import TableModel

/// The chunks of a run whose rows do not all have an outcome yet.
///
/// A job is a value: whoever changes one hands it back with ``put(_:)``.
struct JobTable {
    private var jobs: [Int: Job] = [:]
    private var lastID = 0

    subscript(id: Int) -> Job? { jobs[id] }

    var count: Int { jobs.count }
    var isEmpty: Bool { jobs.isEmpty }

    /// All jobs, the first formed first.
    var inOrder: [Job] { jobs.values.sorted { $0.id < $1.id } }

    /// How many requests are under way.
    var requestsUnderWay: Int { jobs.values.count { $0.stage == .underWay } }

    /// When the oldest request was sent that is under way or whose answer was lost; nil if there is none.
    var firstSending: TimePoint? { jobs.values.compactMap(\.firstSentAt).min() }

    /// Whether rows may still come out of jobs and join chunks: those whose keys are being read.
    var isResolving: Bool { jobs.values.contains { $0.errand == .resolve || $0.errand == .settle } }

    /// Rows whose keys are being read or wait for it.
    var rowsResolving: Int { jobs.values.reduce(0) { $0 + ($1.errand == .resolve ? $1.items.count : 0) } }

    /// The jobs for which the read of the job `leader` answers too.
    func joined(to leader: Int) -> [Job] { inOrder.filter { $0.stage == .joined(to: leader) } }

    func contains(where isWanted: (Job) -> Bool) -> Bool { jobs.values.contains(where: isWanted) }

    /// The first job formed of those whose errand may be run now and that `isFree` lets go.
    func firstReady(at now: TimePoint, isFree: (Job) -> Bool) -> Job? {
        jobs.values.filter { $0.readyAt.map { $0 <= now } ?? false && isFree($0) }.min { $0.id < $1.id }
    }

    /// When the next job that is not ready yet will be; nil if there is none.
    func nextReady(after now: TimePoint) -> TimePoint? { jobs.values.compactMap(\.readyAt).filter { $0 > now }.min() }

    /// Takes in rows that share a request; it may go at once.
    mutating func form(_ chunk: Intake.Chunk, at now: TimePoint) {
        lastID += 1
        jobs[lastID] = Job(id: lastID, verb: chunk.verb, items: chunk.items, errand: chunk.errand, readyAt: now)
    }

    /// Puts a job that was changed in its place.
    mutating func put(_ job: Job) { jobs[job.id] = job }

    /// Drops a job whose rows all have their outcomes.
    mutating func remove(_ job: Job) { jobs[job.id] = nil }
}
