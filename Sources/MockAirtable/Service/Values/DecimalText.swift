/// Numbers as text with a set number of decimals.
enum DecimalText {
    /// `number` rounded half away from zero to `decimals` digits after the point. Numbers beyond 10^15 are written as
    /// Swift writes them: their decimals mean nothing.
    static func fixed(_ number: Double, decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(number) * scale).rounded(.toNearestOrAwayFromZero)
        guard scaled < 1e15 else { return number.description }
        let digits = padded(Int64(scaled), decimals + 1)
        let sign = number < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        return "\(sign)\(digits.dropLast(decimals)).\(digits.suffix(decimals))"
    }
}
