/// How numbers read as text, and text as numbers.
enum FormulaNumber {
    /// The shortest digits that give the same double, laid out as JavaScript does (the service is written in it): no trailing
    /// `.0`, plain digits from 0.000001 up to below 1e21, `1e+21` beyond.
    static func text(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        let (digits, point) = decimal(number.magnitude)
        let sign = number < 0 ? "-" : ""
        if digits.count <= point, point <= 21 {
            return sign + digits + String(repeating: "0", count: point - digits.count)
        }
        if point > 0, point <= 21 {
            return sign + digits.prefix(point) + "." + digits.dropFirst(point)
        }
        if point > -6, point <= 0 {
            return sign + "0." + String(repeating: "0", count: -point) + digits
        }
        let fraction = digits.count == 1 ? "" : "." + digits.dropFirst()
        let exponent = point - 1
        return sign + digits.prefix(1) + fraction + "e" + (exponent < 0 ? "-" : "+") + String(exponent.magnitude)
    }

    /// A number written plainly: an optional minus, digits, an optional point with digits. Nothing else: what the service makes of
    /// currency signs and group separators is not known.
    static func number(from text: String) -> Double? {
        var rest = Substring(text).utf8
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let parts = rest.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Significant digits without outer zeros, and where the point stands: `number` = 0.`digits` × 10^`point`.
    private static func decimal(_ number: Double) -> (digits: String, point: Int) {
        let halves = number.description.split(separator: "e", maxSplits: 1)
        let parts = halves[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var digits = parts[0] + (parts.count > 1 ? parts[1] : "")
        var point = parts[0].count + (halves.count > 1 ? Int(halves[1]) ?? 0 : 0)
        while digits.first == "0" {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), point)
    }
}
