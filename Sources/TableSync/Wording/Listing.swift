/// Numbers and lists as sentences have them.
package enum Listing {
    /// `a`, `a and b`, `a, b and c`; of more than `limit` elements the rest is counted.
    package static func text(_ elements: [String], limit: Int = 10) -> String {
        var shown = elements
        if elements.count > limit {
            shown = elements.prefix(limit) + ["\(number(elements.count - limit)) more"]
        }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `1 row`, `1,234 rows`.
    package static func count(_ count: Int, _ noun: String) -> String {
        "\(number(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `1,234`.
    package static func number(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.utf8.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// What was done, as in `2 rows created, 1 record deleted`: without what was done to none, `nothing done` if that is all.
    package static func deeds(_ deeds: [(count: Int, noun: String, verb: String)]) -> String {
        let done = deeds.filter { $0.count > 0 }.map { "\(count($0.count, $0.noun)) \($0.verb)" }
        return done.isEmpty ? "nothing done" : done.joined(separator: ", ")
    }
}
