import FoundationEssentials
import RateLimiting
import TableModel

/// One source row on its way through a run.
struct RunItem: Sendable, Hashable {
    /// The row's place in the input, from 0.
    let index: Int
    let line: Int
    var element: WriteChunk.Element
}

/// One chunk from the moment it is formed until each of its rows has an outcome.
///
/// A job has at most one request under way. Its rows shrink as outcomes become known; while it isolates bad rows,
/// `positions` are those of the group that is being tried.
struct Job: Sendable {
    /// What a job's next request is.
    enum Errand: Sendable, Hashable {
        /// Send the rows at `positions`.
        case write
        /// Read the keys of rows that are not yet known to be creates or updates.
        case resolve
        /// Read what became of a write whose answer was lost.
        case settle
        /// Read which of the records to delete exist.
        case lookForSurvivors
    }

    /// A sending whose answer was lost.
    struct EarlierSending: Sendable {
        let error: RemoteError
        let firstSentAt: TimePoint?
    }

    /// Where a job is on its way.
    enum Stage: Sendable, Hashable {
        /// Its errand may be run from that time on.
        case ready(from: TimePoint)
        /// Its request is under way.
        case underWay
        /// The read that is under way for another job answers for this one too.
        case joined(to: Int)
    }

    let id: Int
    var verb: WriteChunk.Verb
    var items: [RunItem]
    var errand: Errand
    /// Where in `items` the rows of the current group are.
    var positions: [Int]
    var stage: Stage
    var isolation: Isolation?
    /// How often a request of the current group left.
    var sendings = 0
    /// How often the service may have taken the current group: sendings that were not applied do not count.
    var attempts = 0
    /// How often the current group was refused since there were too many requests.
    var refusals = 0
    /// When the current group was first sent; what the service created before is not ours.
    var firstSentAt: TimePoint?
    /// When the answer to the current group was lost for the first time; nil if none was.
    var inDoubtSince: TimePoint?
    /// The error of the last attempt that was not applied.
    var lastError: RemoteError?
    /// How the answer was lost that put the group in doubt; nil again once it was looked up and nothing was found.
    var doubt: RemoteError?
    /// What may have been done to rows of the job in a group that was refused when it was sent again, by their positions.
    private(set) var earlier: [Int: EarlierSending] = [:]
    /// From when on the read that is under way looks for records, by the service's clock as it was known when it began.
    var askedSince: Date?

    init(id: Int, verb: WriteChunk.Verb, items: [RunItem], errand: Errand, readyAt: TimePoint) {
        self.id = id
        self.verb = verb
        self.items = items
        self.errand = errand
        self.positions = Array(items.indices)
        stage = .ready(from: readyAt)
    }

    /// The rows of the current group.
    var group: [RunItem] { positions.map { items[$0] } }

    /// When the errand may be run; nil while it is.
    var readyAt: TimePoint? {
        guard case .ready(let time) = stage else { return nil }
        return time
    }

    /// Whether the service has taken, refused or perhaps taken nothing of the job yet, and nothing of it is under way.
    var isUntouched: Bool { isolation == nil && inDoubtSince == nil && readyAt != nil }

    /// Whether what is under way is the first of the job that the service may take.
    var isFirstSending: Bool { isolation == nil && inDoubtSince == nil }

    /// Turns to another group of rows, of which nothing was sent yet but in a larger one, which was refused.
    mutating func take(_ positions: [Int]) {
        self.positions = positions
        errand = .write
        sendings = 0
        attempts = 0
        refusals = 0
        firstSentAt = nil
        inDoubtSince = nil
        lastError = nil
        doubt = nil
        askedSince = nil
    }

    /// The current group was refused: what an earlier sending of it did, of which the answer was lost, stays in doubt for each of its rows.
    mutating func keepDoubt() {
        guard let doubt else { return }
        for position in positions where earlier[position] == nil {
            earlier[position] = EarlierSending(error: doubt, firstSentAt: firstSentAt)
        }
    }

    /// How an answer was lost that may have been to a write of the row; nil if none was, or if it is known what became of it.
    func doubt(at position: Int) -> RemoteError? {
        earlier[position]?.error ?? (positions.contains(position) ? doubt : nil)
    }

    /// When the row was first sent, if it may have been written then.
    func doubtfulSending(at position: Int) -> TimePoint? {
        earlier[position]?.firstSentAt ?? (inDoubtSince == nil ? nil : firstSentAt)
    }
}
