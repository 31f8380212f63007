public import TableModel

/// The rows of a ``TabularFile`` in order, with the lines on which they begin.
///
/// Multi pass: every iterator reads the file from its start, in constant memory, and an iterator is single pass. Nothing
/// is dropped: a row is read when it is asked for, but of a CSV file of 8 MiB or more some hundred kilobytes are read ahead
/// on another thread. Reading blocks its thread for as long as the disk takes, and does not look at cancellation; leave
/// the loop instead.
///
/// CSV: every row has all columns, as texts, `""` where a cell is blank. JSON: a row has the members that its object
/// has, in its order.
public struct RowSequence: AsyncSequence, Sendable {
    public typealias Element = Row
    public typealias Failure = TabularError

    let file: TabularFile
    /// Whether rows may come before their cells are made; see ``TabularFile/passingRows()``.
    var defersCells = false

    public func makeAsyncIterator() -> Iterator { Iterator(file: file, defersCells: defersCells) }

    /// Reads the rows one by one. A copy goes on where the original is.
    public struct Iterator: AsyncIteratorProtocol {
        private let file: TabularFile
        private let defersCells: Bool
        private var producer: (any RowProducer)?

        fileprivate init(file: TabularFile, defersCells: Bool) {
            self.file = file
            self.defersCells = defersCells
        }

        /// The next row, or nil at the end.
        ///
        /// - Throws: ``TabularError`` for a row that is too short or too long, behind which a further call goes on (see
        ///   ``TabularError/concernsOneRow``); and where the file cannot be read further, which a further call throws again.
        public mutating func next() async throws(TabularError) -> Row? { try await next(isolation: #isolation) }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(TabularError) -> Row? {
            if producer == nil { producer = try file.producer() }
            while let producer {
                if let row = try producer.nextAtHand() { return defersCells ? row : row.withCells() }
                guard await producer.readOn() else { break }
            }
            return nil
        }
    }
}

extension RowSequence.Iterator: RowBatchIterator {
    package mutating func nextBatch(upTo limit: Int) async throws(TabularError) -> RowBatch? {
        if producer == nil { producer = try file.producer() }
        while let producer {
            if let batch = try producer.nextBatchAtHand(upTo: limit) {
                return defersCells ? batch : .rows(batch.rows.map { $0.withCells() })
            }
            guard await producer.readOn() else { break }
        }
        return nil
    }
}
