import TableModel

/// The rows of a large CSV file: the next ones are found on another thread while those before are looked at.
///
/// Whoever stops asking leaves at most one batch in the making; it holds the file open until it is made, and is dropped.
final class ParallelCSVRows: RowProducer {
    /// From how many bytes on a file is worth a second thread. The thread and its batches cost some milliseconds before they
    /// save any: at 4 MB as much as they save, at 100 MB a quarter of the time is saved.
    static let smallestFile: Int64 = 8 * 1024 * 1024
    /// How many bytes are made into a batch. Larger ones are hardly faster, and the first row comes later.
    private static let batchSize = 256 * 1024

    private let reader: ParallelCSVReader
    var columns: [String] { reader.header }
    private var batch: CSVBatch?
    /// The place of the next row in the batch.
    private var next = 0
    /// Makes the batch after this one; nil when there is no other.
    private var making: Task<Void, Never>?

    init(_ source: consuming ByteSource, options: CSVOptions) throws(TabularError) {
        reader = try ParallelCSVReader(source, options: options, batchSize: Self.batchSize)
        making = Task { [reader] in await reader.makeBatch() }
    }

    func nextAtHand() throws(TabularError) -> Row? {
        do throws(TabularError) {
            guard let row = try batch?.row(next, columns: columns) else { return nil }
            next += 1
            return row
        } catch {
            // The batch that is being made goes on behind such a row.
            if error.concernsOneRow { batch?.error = nil }
            throw error
        }
    }

    func readOn() async -> Bool {
        guard let making else { return false }
        await making.value
        if let done = batch.take() { reader.spare.put(done) }
        batch = reader.ready.take()
        next = 0
        let isAtEnd = batch == nil
        self.making = isAtEnd ? nil : Task { [reader] in await reader.makeBatch() }
        return !isAtEnd
    }
}
