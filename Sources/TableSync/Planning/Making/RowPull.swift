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

    /// The next rows: a stretch of texts as it comes, or as many made rows as a batch may have; nil at the end.
    mutating func next() async throws -> RowBatch? {
        var made: [Row] = []
        while made.count < batchSize, let batch = try await nextBatch(upTo: batchSize - made.count) {
            if made.isEmpty, case .texts = batch { return batch }
            made += batch.rows
        }
        return made.isEmpty ? nil : .rows(made)
    }

    private mutating func nextBatch(upTo limit: Int) async throws -> RowBatch? {
        guard batches == nil else { return try await batches?.nextBatch(upTo: limit) }
        return try await rows.next(isolation: #isolation).map { .rows([$0]) }
    }
}
