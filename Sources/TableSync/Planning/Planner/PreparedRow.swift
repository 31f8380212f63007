import TableModel

/// What can be said of a row without knowing the rows before it.
enum PreparedRow: Sendable {
    /// The row is the one that was last pushed for the record at `place`, which has not moved since. Its key is not looked at.
    case unmoved(place: Int, source: Fingerprint)
    /// The same with its key, because somebody wants it.
    indirect case listed(place: Int, source: Fingerprint, key: RecordKey)
    indirect case keyed(KeyedRow)
    /// The row has no usable key, or could not be read at all.
    indirect case keyless(InvalidRow)
}

/// A converted row whose key can be used.
struct KeyedRow: Sendable {
    let line: Int
    let key: RecordKey
    let keyFingerprint: Fingerprint
    let fields: Fields
    /// What is wrong with the row.
    let problems: [RowFailure]
    /// The row as the source gave it.
    let source: Fingerprint
    /// Where the records of this key stand in the index; more than one if they share it.
    let places: [Int]
    /// Stands for the converted cells; nil if the row leaves some alone, or there is nothing to compare with.
    let cells: Fingerprint?

    /// The same row, of which nothing but `links` is to be compared.
    func comparing(_ links: Fields) -> KeyedRow {
        KeyedRow(
            line: line, key: key, keyFingerprint: keyFingerprint, fields: links, problems: problems, source: source,
            places: places, cells: nil)
    }
}
