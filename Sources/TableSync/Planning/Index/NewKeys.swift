/// The keys of rows that no record has, with the line of the first row of each: some 30 bytes a key.
struct NewKeys: Sendable {
    private var fingerprints: [Fingerprint] = []
    private var lines: [UInt32] = []
    private var table = SlotTable(capacity: 0)

    /// Takes the key of the row on `line`; gives the line of an earlier row that has the same.
    mutating func insert(_ key: Fingerprint, line: Int) -> Int? {
        if let place = table.first(key, in: fingerprints) { return Int(lines[place]) }
        fingerprints.append(key)
        lines.append(UInt32(clamping: line))
        table.insert(fingerprints.count - 1, of: fingerprints)
        return nil
    }
}
