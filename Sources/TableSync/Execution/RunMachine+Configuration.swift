import RateLimiting
import TableModel

extension RunMachine {
    /// What a run is told before it begins.
    struct Configuration: Sendable {
        var work: Work
        var limits: RemoteLimits
        var onError: ErrorStrategy = .stop
        var typecast = false
        /// Whether records are read before they are changed or deleted, so that they can be put back.
        var readsPreImages = false
        /// How many requests the run may send; nil for any number.
        var maxRequests: Int?
        /// After how many refused rows the run stops, whatever the strategy is; nil for never.
        var maxErrors: Int?
        /// Whether the rows that are left when the run stops are read and counted as not attempted.
        var readsToEnd = true
        /// Where cells are compared: decides what counts as equal after the service stored it.
        var schema: TableSchema?
        /// Records of which it is known that other runs created them.
        var othersRecords: Set<RecordID> = []
        var retry = RetryPolicy()
        /// Requests under way at once. Below about a second of latency 15 keep a pace of 5/s (design 5.3).
        var requestsInFlight = 15
        /// Rows between the first without an outcome and the last taken in. A chunk whose answer was lost waits 30 s,
        /// in which the others go on for 1,500 rows at 5 requests a second.
        var window = 2_560

        /// Whether rows wait for a page of records to be read before they are sent.
        var readsFirst: Bool { work.readsKeys || (readsPreImages && work.isByID) }
    }

    /// What the shell is to do.
    enum Action: Equatable {
        /// Send the chunk; `rows` are the input indices of its elements.
        case send(job: Int, WriteChunk, rows: [Int])
        /// Read all that the query selects.
        case read(job: Int, RecordQuery)
        /// Take the next rows from the source.
        case pull
        /// Nothing to do before that time, unless something that is under way ends.
        case wait(until: TimePoint)
        /// Nothing to do until something that is under way ends.
        case idle
        case finished
    }
}
