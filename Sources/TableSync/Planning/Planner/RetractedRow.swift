/// A row that is not meant, since a later one has its key.
///
/// A line alone would not do: all rows of a JSON file may stand on one.
struct RetractedRow: Sendable, Hashable {
    let line: Int
    /// The text of each field of the key.
    let key: [String]
}
