/// 128 bits that stand for a key, good within one process.
///
/// Two runs of the standard library's keyed SipHash over different beginnings, 64 bits each. Among 10 million keys, the
/// chance that any two share a hash is about (10⁷)² / 2¹²⁹ = 1.5 · 10⁻²⁵. The key of the hash is drawn anew by each
/// process, so hashes must not be stored, and no file can be made to collide.
package struct KeyHash: Hashable, Sendable {
    /// The first half.
    package let high: UInt64
    /// The second half; depends on every bit of the key too.
    package let low: UInt64

    /// Hashes what `feed` combines; it is called twice and must do the same both times.
    init(_ feed: (inout Hasher) -> Void) {
        high = Self.half(1, feed)
        low = Self.half(2, feed)
    }

    private static func half(_ beginning: UInt8, _ feed: (inout Hasher) -> Void) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(beginning)
        feed(&hasher)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
