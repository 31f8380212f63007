/// Percentages in text: `12.5%` for the fraction 0.125.
enum PercentText {
    /// The fraction's shortest decimal text with its point moved two places, so that reading it gives the very same
    /// double: multiplying by 100 would not.
    static func text(_ fraction: Double) -> String {
        let text = NumberText.shortest(fraction)
        guard let parts = try? NumberText.Parts(text) else { return text }
        // Exponents stand where numbers are too large or small to be read anyway.
        guard parts.exponent == 0 else {
            let mantissa = text.prefix { $0 != "e" }
            return "\(mantissa)e\(parts.exponent + 2)%"
        }
        let fractionDigits = parts.fraction + String(repeating: "0", count: max(0, 2 - parts.fraction.count))
        let whole = (parts.whole + fractionDigits.prefix(2)).drop { $0 == "0" }
        let rest = fractionDigits.dropFirst(2)
        let digits = (whole.isEmpty ? "0" : whole) + (rest.allSatisfy { $0 == "0" } ? "" : "." + rest)
        return (parts.isNegative ? "-" : "") + digits + "%"
    }
}
