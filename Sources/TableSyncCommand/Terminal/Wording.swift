import TableSync

/// Numbers and durations as people read them.
enum Wording {
    /// `1,234`.
    static func count(_ number: Int) -> String { Listing.number(number) }

    /// `1 row`, `1,234 rows`.
    static func count(_ number: Int, _ noun: String) -> String { Listing.count(number, noun) }

    /// `0.4 s`, `12.0 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ duration: Duration) -> String {
        let seconds = max(duration / .seconds(1), 0)
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

    /// `5`, `0.01`: without a fraction if there is none.
    static func plain(_ number: Double) -> String {
        Int(exactly: number).map { count($0) } ?? "\(number)"
    }

    /// `2 to 4, 9 and 12`, of numbers that grow.
    static func ranges(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return list(ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" })
    }

    /// `a, b and c`.
    static func list(_ words: [String]) -> String { Listing.text(words, limit: words.count) }

    /// The names in a list separated by commas, without blanks around them.
    static func names(in list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// `"a", "b" and "c"`; of more than twenty the rest is counted.
    static func several(_ words: [String]) -> String {
        Listing.text(words.map { "\"\($0)\"" }, limit: 20)
    }

    /// `"a", "b" and "c"`.
    static func quoted(_ words: some Sequence<String>) -> String { list(words.map { "\"\($0)\"" }) }
}

extension Substring {
    /// The text without blanks around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
