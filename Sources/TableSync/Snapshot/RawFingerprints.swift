package import TableModel

/// Fingerprints of source rows as the source gave them, nothing converted: the quick way to see that a row is still the one
/// that was pushed last.
///
/// A raw row bears the names of its columns, which need not be those of fields; so all that a row has is covered, and how it
/// is converted. Columns may change places. A member that a row lacks differs from a blank one, because it leaves the cell
/// alone. Rows of one source share their names, so these are looked at once.
package struct RawFingerprints: Sendable {
    private let salt: [UInt8]
    private var columns: [String] = []
    /// Where the values of `columns` stand, in the order of the names.
    private var places: [Int] = []
    /// The conversion and the names: what begins the bytes of all rows with these columns.
    private var opening: [UInt8]
    private var bytes: [UInt8] = []

    package init(_ managed: ManagedFields) {
        var salt: [UInt8] = []
        FieldValue.string(managed.conversion).encodeRaw(into: &salt)
        self.salt = salt
        opening = salt
    }

    package mutating func fingerprint(of row: Fields) -> Fingerprint {
        if row.names != columns { learn(row.names) }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: opening)
        for place in places { row.values[place].encodeRaw(into: &bytes) }
        return Fingerprint(of: bytes)
    }

    private mutating func learn(_ names: [String]) {
        columns = names
        places = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        opening = salt
        FieldValue.list(places.map { .string(names[$0]) }).encodeRaw(into: &opening)
    }
}

extension ManagedFields {
    /// The fingerprint of one source row as the source gave it; for many of them see ``RawFingerprints``.
    package func rawFingerprint(of row: Fields) -> Fingerprint {
        var fingerprints = RawFingerprints(self)
        return fingerprints.fingerprint(of: row)
    }
}
