public import TableModel

/// The records of a table, read page by page as they are asked for: while one page is handed out, no other is fetched.
///
/// The sequence can be read any number of times; each reading asks the service anew. It ends with an error
/// (`RemoteError`, or `CancellationError`) or after the last record, and can then not be continued.
///
/// The service makes no snapshot. A record that is created, deleted or moved while the list runs may be missing; none
/// comes twice. Lists die when they are left alone for minutes; one that does is read again from the first page, up to
/// three times, and goes on with the records that were not given yet. So read first and work afterwards.
public struct RecordSequence: AsyncSequence, Sendable {
    /// A record with those cells that are not empty.
    public typealias Element = Record
    /// `RemoteError` or `CancellationError`.
    public typealias Failure = any Error

    typealias Fetch = @Sendable (PageCursor?) async throws -> RecordPage

    private let selection: RecordSelection
    private let attempted: String
    private let fetch: Fetch

    init(selection: RecordSelection, attempted: String, fetch: @escaping Fetch) {
        self.selection = selection
        self.attempted = attempted
        self.fetch = fetch
    }

    /// Begins a reading of its own; nothing is asked before its first record is.
    public func makeAsyncIterator() -> Iterator {
        Iterator(
            walk: selection.isEmpty ? nil : PageWalk(maxRecords: selection.maxRecords, attempted: attempted),
            fetch: fetch)
    }

    /// Hands out the records of one page after the other.
    public struct Iterator: AsyncIteratorProtocol {
        /// Nil when the reading is over.
        private var walk: PageWalk?
        private let fetch: Fetch
        /// The records of the present page, the next one last.
        private var page: [Record] = []

        init(walk: PageWalk?, fetch: @escaping Fetch) {
            self.walk = walk
            self.fetch = fetch
        }

        /// The next record, or nil after the last one or an error.
        public mutating func next() async throws -> Record? {
            while page.isEmpty {
                guard let step = walk?.next, case .ask(let cursor) = step else { return nil }
                do {
                    try await ask(for: cursor)
                } catch {
                    walk = nil
                    throw error
                }
            }
            return page.popLast()
        }

        private mutating func ask(for cursor: PageCursor?) async throws {
            do {
                let answer = try await fetch(cursor)
                page = try walk?.receive(answer).reversed() ?? []
            } catch let error as RemoteError where error.code == .cursorExpired {
                try walk?.fail(error)
            }
        }
    }
}
