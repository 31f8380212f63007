package import TableModel

/// Fingerprints of source rows as the source gave them, nothing converted: the quick way to see that a row is still the one
/// that was pushed last.
///
/// A raw row bears the names of its columns, which need not be those of fields; so all that a row has is covered, and how it
/// is converted. Columns may change places. A member that a row lacks differs from a blank one, because it leaves the cell
/// alone. Rows of one source share their names, so these are looked at once. Cells that are not made yet need not be.
///
/// All rows are hashed in each run, so it is done with a ``KeyedHash``. Its key is made of the conversion, the names, and a
/// secret of the snapshot: nobody can make a row that is taken for another one, and nobody but the snapshot compares them.
package struct RawFingerprints: Sendable {
    private let salt: [UInt8]
    private var columns: [String] = []
    /// Where the values of `columns` stand, in the order of the names.
    private var places: [Int] = []
    /// Of rows with these columns.
    private var hash = KeyedHash(secret: [])
    private var bytes: [UInt8] = []

    /// - Parameter secret: The snapshot's, which is to remember the rows.
    package init(_ managed: ManagedFields, secret: [UInt8]) {
        var salt = secret
        FieldValue.string(managed.conversion).encodeRaw(into: &salt)
        self.salt = salt
        learn([])
    }

    /// The fingerprints of rows that follow one another.
    package mutating func fingerprints(of rows: RowBatch) -> [Fingerprint] {
        switch rows {
        case .rows(let rows): return rows.map { fingerprint(of: $0) }
        case .texts(let texts, let range):
            if texts.columns != columns { learn(texts.columns) }
            var fingerprints: [Fingerprint] = []
            fingerprints.reserveCapacity(range.count)
            texts.encodeRaw(places, ofRows: range) { fingerprints.append(hash.fingerprint(of: $0)) }
            return fingerprints
        }
    }

    package mutating func fingerprint(of row: Row) -> Fingerprint {
        let names = row.columns
        if names != columns { learn(names) }
        bytes.removeAll(keepingCapacity: true)
        row.encodeRaw(places, into: &bytes)
        return bytes.withUnsafeBytes { hash.fingerprint(of: $0) }
    }

    private mutating func learn(_ names: [String]) {
        columns = names
        places = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        var secret = salt
        FieldValue.list(places.map { .string(names[$0]) }).encodeRaw(into: &secret)
        hash = KeyedHash(secret: secret)
    }
}
