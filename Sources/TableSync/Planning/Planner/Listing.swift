/// Numbers and lists as sentences have them.
enum Listing {
    /// `a`, `a and b`, `a, b and c`; of more than `limit` elements the rest is counted.
    static func text(_ elements: [String], limit: Int = 10) -> String {
        var shown = elements
        if elements.count > limit {
            shown = elements.prefix(limit) + ["\(number(elements.count - limit)) more"]
        }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `1 row`, `1,234 rows`.
    static func count(_ count: Int, _ noun: String) -> String { "\(number(count)) \(noun)\(count == 1 ? "" : "s")" }

    /// `1,234`.
    static func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.utf8.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
