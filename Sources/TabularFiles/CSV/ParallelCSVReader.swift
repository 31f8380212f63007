/// Reads a CSV file as ``CSVReader`` does, with rows being found on another thread while those before are looked at.
///
/// ```swift
/// let reader = try ParallelCSVReader(ByteSource(path: "users.csv"))
/// try await reader.forEachRow { row in
///     print(row.line, row[0])
/// }
/// ```
///
/// What it takes is little more than the time to make strings of the cells, about two thirds of what ``CSVReader`` takes.
/// Memory is bounded by three batches of rows, some 2 MB each, or three times the longest row.
public actor ParallelCSVReader {
    /// How many bytes are made into a batch. The larger it is, the less often two threads wait for one another; with 256 KiB
    /// it takes a fifth longer.
    private static let batchSize = 1024 * 1024

    /// The column names in the order of the file, all different, none empty.
    public nonisolated let header: [String]
    private var reader: CSVReader
    /// The batch that was made last, if it is not being looked at yet.
    let ready = CSVBatchSlot()
    /// A batch that was done with.
    let spare = CSVBatchSlot()

    /// Reads the header of `source`.
    ///
    /// - Throws: ``TabularError`` if the file is empty, or its header cannot be read.
    public init(_ source: consuming ByteSource, options: CSVOptions = CSVOptions()) throws(TabularError) {
        try self.init(source, options: options, batchSize: Self.batchSize)
    }

    init(_ source: consuming ByteSource, options: CSVOptions, batchSize: Int) throws(TabularError) {
        let reader = try CSVReader(source, options: options, bufferSize: batchSize)
        header = reader.header
        self.reader = reader
    }

    /// Hands the rows to `body` one after another, in order, where it is called from. Call it once: when it has ended,
    /// however it has, rows that were found ahead are gone.
    ///
    /// - Throws: ``TabularError`` if the file cannot be read further, after the rows before that; what `body` throws.
    public nonisolated func forEachRow(_ body: (borrowing CSVRow) throws -> Void) async throws {
        await makeBatch()
        while let batch = ready.take() {
            // The next batch is made while `body` has this one; leaving early waits for it.
            async let isMade: Void = makeBatch()
            try batch.forEachRow(body)
            spare.put(batch)
            await isMade
        }
    }

    /// Leaves the next batch at ``ready``, or none at the end.
    func makeBatch() {
        var batch = spare.take() ?? CSVBatch(columns: header.count)
        batch.removeAll()
        reader.fill(&batch)
        if !batch.isEmpty || batch.error != nil { ready.put(batch) }
    }
}
