/// Durations in text: seconds (`90`, `90.5`), `h:mm`, `h:mm:ss` or `h:mm:ss.fff`, each with an optional minus sign.
///
/// Hours have no upper limit; minutes and seconds have two digits, 00–59. Two parts are hours and minutes, which is
/// what a field of the format `h:mm` shows; in a field that shows seconds they might be minutes and seconds, and are
/// refused.
enum DurationText {
    /// The seconds that `text` means in a field whose schema gives the format `format`; nil if it has no such meaning.
    static func seconds(in text: some StringProtocol, format: String?) -> Double? {
        let trimmed = text.trimmingOuterSpace()
        guard trimmed.contains(":") else { return try? NumberText.number(in: trimmed) }
        let isNegative = trimmed.first == "-"
        let unsigned = isNegative ? trimmed.dropFirst() : trimmed[...]
        let parts = unsigned.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 2 && !showsSeconds(format), parts[0].utf8.count <= 9,
            let hours = Digits.number(parts[0].utf8), let minutes = sixtieths(parts[1])
        else { return nil }
        var seconds = Double(hours * 3600 + minutes * 60)
        if parts.count == 3 {
            let halves = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard halves.count <= 2, let whole = sixtieths(halves[0]) else { return nil }
            // One conversion of all digits, so that the result is the nearest double: sums of doubles are not.
            let digits = String(hours * 3600 + minutes * 60 + whole) + (halves.count == 2 ? ".\(halves[1])" : "")
            guard halves.count == 1 || Digits.number(halves[1].utf8) != nil, let exact = Double(digits) else {
                return nil
            }
            seconds = exact
        }
        return isNegative && seconds != 0 ? -seconds : seconds
    }

    /// `h:mm:ss`, or `h:mm` for whole minutes in a field that shows no seconds; seconds for what has a fraction or is
    /// out of the readable range.
    static func text(_ seconds: Double, format: String?) -> String {
        guard seconds.rounded() == seconds, abs(seconds) < 3_600_000_000_000 else {
            return NumberText.shortest(seconds)
        }
        let total = Int(abs(seconds))
        let minutes = "\(total / 3600):\(Digits.padded(total / 60 % 60, 2))"
        let sign = seconds < 0 ? "-" : ""
        if total % 60 == 0, !showsSeconds(format) { return sign + minutes }
        return "\(sign)\(minutes):\(Digits.padded(total % 60, 2))"
    }

    static func showsSeconds(_ format: String?) -> Bool { format?.hasPrefix("h:mm:ss") == true }

    private static func sixtieths(_ text: some StringProtocol) -> Int? {
        guard text.utf8.count == 2, let number = Digits.number(text.utf8), number < 60 else { return nil }
        return number
    }
}
