import TableModel

/// A row whose record is known, and whose cells must be looked at to tell what differs.
struct Comparison: Sendable {
    let line: Int
    let key: [String]
    let fields: Fields
    let source: Fingerprint
    /// Where the records of the row's key stand in the index; more than one if they share it.
    let places: [Int]
    /// The same records' rows in the snapshot.
    let rowIDs: [Int64]
}
