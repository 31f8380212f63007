import DequeModule
import TableModel

/// Pulls the rows of a source. While the index that they will be held against is still being loaded, it pulls some ahead, and makes
/// their fingerprints.
struct RowReading<Rows: AsyncSequence & Sendable> where Rows.Element == Row {
    /// Rows that follow one another.
    enum Piece: Sendable {
        case plain(RowBatch)
        /// Rows that were pulled ahead.
        case fingerprinted(FingerprintedRows)

        func fingerprinted(with fingerprinter: RowFingerprinter) -> FingerprintedRows {
            switch self {
            case .plain(let rows):
                var fingerprinter = fingerprinter
                return fingerprinter.fingerprint(rows)
            case .fingerprinted(let rows): return rows
            }
        }
    }

    /// How many rows are pulled together at most: where a source has them in batches, about those of one.
    private static var batchSize: Int { 5_000 }
    /// How many batches are pulled ahead at most. Those of a file hold some 800 KB each.
    private static var batchesAhead: Int { 24 }

    let fingerprinter: RowFingerprinter
    private var pull: RowPull<Rows>
    private var ahead: Deque<FingerprintedRows> = []

    init(_ rows: Rows, fingerprinter: RowFingerprinter) {
        self.fingerprinter = fingerprinter
        pull = RowPull(rows, batchSize: Self.batchSize)
    }

    /// Loads the index of `snapshot`, and pulls rows ahead until it is there. Rows that are made already, and so take more memory,
    /// are not pulled ahead but for one batch.
    mutating func index(of snapshot: some RecordSource) async throws -> SnapshotIndex {
        let loading = IndexLoading()
        async let index = loading.load(snapshot)
        var fingerprinter = fingerprinter
        while ahead.count < Self.batchesAhead, !loading.isOver, let rows = try await pull.next() {
            ahead.append(fingerprinter.fingerprint(rows))
            guard case .texts = rows else { break }
        }
        return try await index
    }

    /// The next rows; nil at the end.
    mutating func next() async throws -> Piece? {
        try Task.checkCancellation()
        if let rows = ahead.popFirst() { return .fingerprinted(rows) }
        return try await pull.next().map { .plain($0) }
    }
}
