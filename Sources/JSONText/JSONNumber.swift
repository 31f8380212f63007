/// A JSON number as it was written.
///
/// Two numbers are equal when their texts are: `1`, `1.0` and `1e0` are three numbers. Compare ``doubleValue`` to
/// compare magnitudes.
public struct JSONNumber: Sendable, Hashable {
    /// The number in JSON's grammar (RFC 8259, section 6).
    public let text: String

    /// The caller has checked that `text` follows the grammar.
    init(checked text: String) { self.text = text }

    /// Makes the number of an integer, of any size.
    public init(_ value: some BinaryInteger) { text = String(value) }

    /// The shortest text that reads back as `value`, without a fraction when it is a whole number below 2^53; nil for
    /// infinities and NaN, which JSON cannot express.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        // Converted and compared rather than rounded: rounding is the one operation here that would need libm.
        if value.magnitude < 9_007_199_254_740_992, Double(Int64(value)) == value {
            text = String(Int64(value))
        } else {
            // Swift's shortest form follows JSON's grammar: "5e-324", "1e+20", "0.1", "9007199254740992.0".
            text = value.description
        }
    }

    /// The nearest IEEE-754 double; infinite for texts beyond its range, such as `1e999`.
    public var doubleValue: Double { Double(text) ?? .nan }

    /// The number as an integer if its text is one (no fraction, no exponent) and fits 64 bits, else nil.
    public var intValue: Int? { Int(text) }
}
