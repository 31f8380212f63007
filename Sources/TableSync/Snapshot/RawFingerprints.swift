import Crypto
package import TableModel

/// Fingerprints of source rows as the source gave them, nothing converted: the quick way to see that a row is still the one
/// that was pushed last.
///
/// A raw row bears the names of its columns, which need not be those of fields; so all that a row has is covered, and how it
/// is converted. Columns may change places. A member that a row lacks differs from a blank one, because it leaves the cell
/// alone. Rows of one source share their names, so these are looked at once. Cells that are not made yet need not be.
package struct RawFingerprints: Sendable {
    private let salt: [UInt8]
    private var columns: [String] = []
    /// Where the values of `columns` stand, in the order of the names.
    private var places: [Int] = []
    /// Has digested the conversion and the names: what begins the bytes of all rows with these columns.
    private var opening = SHA256()
    private var bytes: [UInt8] = []

    package init(_ managed: ManagedFields) {
        var salt: [UInt8] = []
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
            texts.encodeRaw(places, ofRows: range) { fingerprints.append(Fingerprint(of: $0, after: opening)) }
            return fingerprints
        }
    }

    package mutating func fingerprint(of row: Row) -> Fingerprint {
        let names = row.columns
        if names != columns { learn(names) }
        bytes.removeAll(keepingCapacity: true)
        row.encodeRaw(places, into: &bytes)
        return bytes.withUnsafeBytes { Fingerprint(of: $0, after: opening) }
    }

    private mutating func learn(_ names: [String]) {
        columns = names
        places = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        var start = salt
        if !names.isEmpty { FieldValue.list(places.map { .string(names[$0]) }).encodeRaw(into: &start) }
        opening = SHA256()
        start.withUnsafeBytes { opening.update(bufferPointer: $0) }
    }
}

extension ManagedFields {
    /// The fingerprint of one source row as the source gave it; for many of them see ``RawFingerprints``.
    package func rawFingerprint(of row: Fields) -> Fingerprint {
        var fingerprints = RawFingerprints(self)
        return fingerprints.fingerprint(of: Row(line: 1, fields: row))
    }
}
