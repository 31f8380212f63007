package import TableModel

/// Fingerprints of source rows as the source gave them, nothing converted: the quick way to see that a row is still the one
/// that was pushed last.
///
/// It covers the managed columns, whatever their order, and how they are converted. A member that a row lacks differs from
/// a blank one, because it leaves the cell alone. Rows of one source share their names, so these are compared once.
package struct RawFingerprints: Sendable {
    private let names: [String]
    private let salt: [UInt8]
    private var columns: [String] = []
    /// Where the values of `names` stand in rows with these columns.
    private var places: [Int?]
    private var bytes: [UInt8] = []

    package init(_ managed: ManagedFields) {
        names = managed.encoded.map(\.name)
        places = names.map { _ in nil }
        var salt: [UInt8] = []
        Self.encode(managed.conversion, into: &salt)
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
            guard let place else {
                bytes.append(UInt8(ascii: "a"))
                continue
            }
            switch row.values[place] {
            case .string(let text): Self.encode(text, into: &bytes)
            case let value: CanonicalCell(canonical: value).encode(into: &bytes)
            }
        }
        return Fingerprint(of: bytes)
    }

    /// As ``CanonicalCell`` encodes text; nearly all cells of a file are text.
    private static func encode(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "s"))
        withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text.utf8)
    }
}

extension ManagedFields {
    /// The fingerprint of one source row as the source gave it; for many of them see ``RawFingerprints``.
    package func rawFingerprint(of row: Fields) -> Fingerprint {
        var fingerprints = RawFingerprints(self)
        return fingerprints.fingerprint(of: row)
    }
}
