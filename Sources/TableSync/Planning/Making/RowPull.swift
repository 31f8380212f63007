import TableModel

/// Pulls rows in batches: as the source has them, or one by one if it has none.
struct RowPull<Rows: AsyncSequence> where Rows.Element == Row {
    private var rows: Rows.AsyncIterator
    /// The same iterator, if it has rows in batches.
    private var batches: (any RowBatchIterator)?
    private let batchSize: Int

    /// - Parameter batchSize: How many rows are pulled at once at most.
    init(_ rows: Rows, batchSize: Int) {
        self.rows = rows.makeAsyncIterator()
        batches = self.rows as? any RowBatchIterator
        self.batchSize = batchSize
    }

    /// The next rows; none at the end.
    mutating func next() async throws -> [Row] {
        let limit = batchSize
        var batch: [Row] = []
        batch.reserveCapacity(limit)
        if batches != nil {
            try await batches?.next(into: &batch, upTo: limit)
        } else {
            while batch.count < limit, let row = try await rows.next(isolation: #isolation) { batch.append(row) }
        }
        return batch
    }
}
