/// Numbers and durations as people read them.
enum Wording {
    /// `1,234`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return number < 0 ? "-" + grouped : grouped
    }

    /// `1 row`, `1,234 rows`.
    static func count(_ number: Int, _ noun: String) -> String {
        count(number) + " " + (number == 1 ? noun : noun + "s")
    }

    /// `0.4 s`, `12.0 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        if seconds < 59.95 { return oneDecimal(seconds) + " s" }
        let whole = Int(seconds.rounded())
        return whole < 3_600
            ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }

    /// `4.9`.
    static func oneDecimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `"a", "b" and "c"`.
    static func quoted(_ words: some Sequence<String>) -> String { list(words.map { "\"\($0)\"" }) }
}
