import FoundationEssentials
import GRDB
import GRDBSQLite

/// One or two fingerprints as a column of a snapshot keeps them: 16 bytes each, the first byte the most significant.
///
/// SQLite reads a blob as fast as an integer, so that the four fingerprints of a record cost two columns instead of eight.
struct PackedFingerprints {
    let first: Fingerprint
    let second: Fingerprint?

    init(_ first: Fingerprint, _ second: Fingerprint?) {
        self.first = first
        self.second = second
    }

    /// What `bytes` hold; nil if that is nothing.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 16 else { return nil }
        first = Fingerprint(bytes, at: 0)
        second = bytes.count >= 32 ? Fingerprint(bytes, at: 16) : nil
    }

    /// What a column holds of the row that a statement is at, without a copy of its bytes; nil if that is null.
    init?(_ statement: SQLiteStatement, column: CInt) {
        guard let bytes = sqlite3_column_blob(statement, column) else { return nil }
        self.init(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// What a column holds; nil if that is null.
    init?(_ bytes: Data?) {
        guard let bytes, let packed = bytes.withUnsafeBytes({ PackedFingerprints($0) }) else { return nil }
        self = packed
    }

    var bytes: Data {
        var bytes = Data(capacity: 32)
        for half in [first.high, first.low] + (second.map { [$0.high, $0.low] } ?? []) {
            withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}

extension Fingerprint {
    /// The fingerprint whose 16 bytes begin at `offset`.
    fileprivate init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        self.init(
            high: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).bigEndian,
            low: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self).bigEndian)
    }
}
