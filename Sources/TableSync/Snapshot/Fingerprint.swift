import Crypto

/// 128 bits that stand for bytes, the same in every process and on every machine, so that they can be kept on disk.
///
/// The first half of a SHA-256 digest or, of source rows, a ``KeyedHash``. Two rows of a table with 10 million records share one by
/// chance with a likelihood of about (10⁷)² / 2¹²⁹ = 1.5 · 10⁻²⁵; no file can be made to collide on purpose.
package struct Fingerprint: Sendable, Hashable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The first half of the SHA-256 digest of `bytes`.
    package init(of bytes: [UInt8]) {
        self = SHA256.hash(data: bytes).withUnsafeBytes { digest in
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
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for byte in hex.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            halves = (halves.high << 4 | halves.low >> 60, halves.low << 4 | UInt64(digit))
        }
        self.init(high: halves.high, low: halves.low)
    }

    package var hex: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let digits = String(half, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
