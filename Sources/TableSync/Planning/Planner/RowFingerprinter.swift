import TableModel

/// Makes the fingerprints by which rows are remembered. It takes nothing but the rows, so it can go ahead of the snapshot.
struct RowFingerprinter: Sendable {
    private let links: NamedLinks
    private var rawFingerprints: RawFingerprints

    /// - Parameters:
    ///   - managed: The fields that rows are compared by.
    ///   - links: Where rows name linked records.
    ///   - secret: The snapshot's, which remembers the rows.
    init(_ managed: ManagedFields, links: NamedLinks, secret: [UInt8]) {
        self.links = links
        rawFingerprints = RawFingerprints(managed, secret: secret)
    }

    mutating func fingerprint(_ rows: RowBatch) -> FingerprintedRows {
        guard !links.isEmpty else {
            return FingerprintedRows(rows: rows, sources: rawFingerprints.fingerprints(of: rows), namesLinks: [])
        }
        let marked = rows.rows.map { links.withoutNames($0) }
        return FingerprintedRows(
            rows: rows,
            sources: marked.indices.map { rawFingerprints.fingerprint(of: marked[$0] ?? rows[$0]) },
            namesLinks: marked.map { $0 != nil })
    }
}
