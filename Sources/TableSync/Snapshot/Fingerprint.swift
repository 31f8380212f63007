import Crypto

/// 128 bits that stand for bytes, the same in every process and on every machine, so that they can be kept on disk.
///
/// The first half of a SHA-256 digest. Two rows of a table with 10 million records share one by chance with a likelihood of
/// about (10⁷)² / 2¹²⁹ = 1.5 · 10⁻²⁵; no file can be made to collide on purpose.
package struct Fingerprint: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(of bytes: [UInt8]) { self = bytes.withUnsafeBytes { Fingerprint(of: $0, after: SHA256()) } }

    /// The fingerprint of what `opening` has digested, and of `bytes` behind it.
    init(of bytes: UnsafeRawBufferPointer, after opening: SHA256) {
        var hasher = opening
        hasher.update(bufferPointer: bytes)
        self = hasher.finalize().withUnsafeBytes { digest in
            Fingerprint(
                high: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
                low: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
        }
    }

    // The bits are random already; half of them spread well enough in any table.
    package func hash(into hasher: inout Hasher) { hasher.combine(low) }
}

extension Fingerprint {
    /// 32 hexadecimal digits, as plan files have them.
    package init?(hex: String) {
        guard hex.utf8.count == 32 else { return nil }
        var bits: UInt128 = 0
        for byte in hex.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): bits = bits << 4 | UInt128(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): bits = bits << 4 | UInt128(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self.init(high: UInt64(bits >> 64), low: UInt64(truncatingIfNeeded: bits))
    }

    package var hex: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
