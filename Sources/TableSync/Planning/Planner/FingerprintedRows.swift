import TableModel

/// Rows that follow one another, with what each of them is remembered by.
struct FingerprintedRows: Sendable {
    let rows: RowBatch
    /// The raw fingerprint of each row.
    let sources: [Fingerprint]
    /// Whether each row names linked records; empty if rows cannot.
    let namesLinks: [Bool]
}
