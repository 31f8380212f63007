import TableModel

/// The rows of a large CSV file: the next ones are found on another thread while those before are looked at.
///
/// Their cells are not made yet, and each keeps the batch in memory that it was found in. Whoever stops asking leaves at most
/// one batch in the making; it holds the file open until it is made, and is dropped.
final class ParallelCSVRows: RowProducer {
    /// From how many bytes on a file is worth a second thread. The thread and its batches cost some milliseconds before they
    /// save any: at 4 MB as much as they save, at 100 MB a quarter of the time is saved.
    static let smallestFile: Int64 = 8 * 1024 * 1024
    /// How many bytes are made into a batch. Of smaller ones, threads wait more often for one another; larger ones leave a core's cache.
    private static let batchSize = 512 * 1024
    /// How many batches are remembered to be used again once nobody holds their rows.
    private static let pastBatches = 4

    private let reader: ParallelCSVReader
    var columns: [String] { reader.header }
    private var texts: CSVRowTexts?
    /// The place of the next row in the batch.
    private var next = 0
    /// What is wrong behind the batch.
    private var error: TabularError?
    /// Batches whose rows were all asked for, the oldest first.
    private var past: [CSVRowTexts] = []
    /// Makes the batch after this one; nil when there is no other.
    private var making: Task<Void, Never>?

    init(_ source: consuming ByteSource, options: CSVOptions) throws(TabularError) {
        reader = try ParallelCSVReader(source, options: options, batchSize: Self.batchSize)
        making = Task { [reader] in await reader.makeBatch() }
    }

    func nextAtHand() throws(TabularError) -> Row? {
        guard let texts, next < texts.batch.count else {
            guard let error else { return nil }
            // The batch that is being made goes on behind such a row.
            if error.concernsOneRow { self.error = nil }
            throw error
        }
        defer { next += 1 }
        return Row(line: texts.batch.line(next), index: next, of: texts)
    }

    func nextBatchAtHand(upTo limit: Int) throws(TabularError) -> RowBatch? {
        guard let texts, next < texts.batch.count else { return try nextAtHand().map { .rows([$0]) } }
        let range = next..<min(texts.batch.count, next + limit)
        next = range.upperBound
        return .texts(texts, range)
    }

    func readOn() async -> Bool {
        guard let making else { return false }
        await making.value
        if let texts = texts.take() { past.append(texts) }
        reuseBatch()
        texts = reader.ready.take().map { CSVRowTexts($0, columns: columns) }
        error = texts?.batch.error
        next = 0
        let isAtEnd = texts == nil
        self.making = isAtEnd ? nil : Task { [reader] in await reader.makeBatch() }
        return !isAtEnd
    }

    /// Gives the memory of a batch back that nobody else holds.
    private func reuseBatch() {
        let free = past.indices.first { isKnownUniquelyReferenced(&past[$0]) }
        if let free {
            reader.spare.put(past.remove(at: free).batch)
        } else if past.count > Self.pastBatches {
            past.removeFirst()
        }
    }
}
