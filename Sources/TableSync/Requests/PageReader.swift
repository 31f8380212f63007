package import TableModel

/// Reads what a query selects, page by page, with whatever repetitions that takes: what refreshes know of the engine.
///
/// When the service forgets where a read was, the read begins again, and pages come twice.
package protocol PageReader: Sendable {
    /// What a page holds at most.
    var recordsPerPage: Int { get }
    /// Bytes of keys that one read may ask for.
    var keyBytesPerRead: Int { get }

    /// Gives `take` one page after the other, until it stops the read or there are none.
    ///
    /// - Throws: `RemoteError` if a page cannot be had, `CancellationError`, and what `take` throws.
    func read(_ query: RecordQuery, _ take: (RecordPage) throws -> PageVerdict) async throws -> ReadCost
}

/// Whether a read goes on to the next page.
package enum PageVerdict: Sendable, Hashable {
    case goOn
    case stop
}

/// What a read has cost.
package struct ReadCost: Sendable, Hashable {
    /// Requests that left, repetitions included.
    package var requests: Int
    /// Requests that had left before, of those.
    package var repeats: Int

    package init(requests: Int = 0, repeats: Int = 0) {
        self.requests = requests
        self.repeats = repeats
    }
}
