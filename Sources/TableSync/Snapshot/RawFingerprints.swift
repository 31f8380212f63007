package import TableModel

/// Fingerprints of source rows as the source gave them, nothing converted: the quick way to see that a row is still the one
/// that was pushed last.
///
/// It covers the managed columns, whatever their order, and how they are converted. A member that a row lacks differs from
/// a blank one, because it leaves the cell alone. Rows of one source share their names, so these are compared once.
package struct RawFingerprints: Sendable {
    /// No value's bytes begin with this one.
    private static let absence = UInt8(ascii: "a")

    private let names: [String]
    private let salt: [UInt8]
    private var columns: [String] = []
    /// Where the values of `names` stand in rows with these columns.
    private var places: [Int?]
    private var bytes: [UInt8] = []

    package init(_ managed: ManagedFields) {
        names = managed.encodedNames
        places = names.map { _ in nil }
        var salt: [UInt8] = []
        FieldValue.string(managed.conversion).encodeRaw(into: &salt)
        self.salt = salt
    }

    package mutating func fingerprint(of row: Fields) -> Fingerprint {
        if row.names != columns {
            columns = row.names
            places = names.map { name in columns.firstIndex { $0 == name } }
        }
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: salt)
        for place in places {
            if let place { row.values[place].encodeRaw(into: &bytes) } else { bytes.append(Self.absence) }
        }
        return Fingerprint(of: bytes)
    }
}

extension ManagedFields {
    /// The fingerprint of one source row as the source gave it; for many of them see ``RawFingerprints``.
    package func rawFingerprint(of row: Fields) -> Fingerprint {
        var fingerprints = RawFingerprints(self)
        return fingerprints.fingerprint(of: row)
    }
}
