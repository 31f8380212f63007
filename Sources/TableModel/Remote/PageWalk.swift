/// The rules of a read that goes from page to page, as a pure machine.
///
/// Records that come twice (because they moved while the list ran, or because it was begun again) are given once. A list
/// that the service has forgotten is begun again up to three times. An offset that comes again within one run means that
/// the list would never end.
package struct PageWalk: Sendable {
    /// What to do next.
    package enum Step: Sendable, Hashable {
        /// Ask for the page after this cursor; nil is the first page.
        case ask(PageCursor?)
        /// There is nothing more to ask.
        case end
    }

    /// What to ask for next.
    package private(set) var next = Step.ask(nil)
    /// How often the list was begun again.
    package private(set) var restarts = 0
    private var given: Set<RecordID> = []
    private var cursors: Set<PageCursor> = []
    /// How many records may still be given; nil is any number.
    private var remaining: Int?
    private let attempted: String

    /// - Parameters:
    ///   - maxRecords: How many records are given at most; nil gives all.
    ///   - attempted: What errors say was attempted.
    package init(maxRecords: Int? = nil, attempted: String) {
        remaining = maxRecords
        self.attempted = attempted
    }

    /// Takes the page that was asked for, and gives those of its records that are new.
    ///
    /// - Throws: `RemoteError` if the list would never end.
    package mutating func receive(_ page: RecordPage) throws(RemoteError) -> [Record] {
        var records = page.records.filter { given.insert($0.id).inserted }
        if let limit = remaining {
            records = Array(records.prefix(limit))
            remaining = limit - records.count
        }
        guard let cursor = page.next, remaining != 0 else {
            next = .end
            return records
        }
        guard cursors.insert(cursor).inserted else {
            throw RemoteError(
                .unreadableAnswer, message: "the service gave the same offset twice, so the list never ends",
                attempted: attempted, remedy: "Try again; if it happens again, read with another page size.")
        }
        next = .ask(cursor)
        return records
    }

    /// Takes the failure of what was asked for.
    ///
    /// - Throws: `error`, unless it can be mended by beginning again.
    package mutating func fail(_ error: RemoteError) throws(RemoteError) {
        guard error.code == .cursorExpired, next != .ask(nil), restarts < Self.restartsAllowed else { throw error }
        restarts += 1
        cursors = []
        next = .ask(nil)
    }

    /// What clients in the field allow (airtable.js #157).
    static let restartsAllowed = 3
}
