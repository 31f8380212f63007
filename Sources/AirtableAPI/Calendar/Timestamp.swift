import FoundationEssentials

/// Instants as the service writes them: ISO 8601 in UTC with three digits of milliseconds, in the Gregorian calendar.
enum Timestamp {
    /// Reads `2026-03-01`, meaning its midnight in UTC, or `2026-03-01T09:30[:15[.250]]` with `Z` or an offset; nil for
    /// anything else. Digits beyond nanoseconds are dropped.
    static func date(_ text: String) -> Date? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2),
            scanner.skip("-"), let day = scanner.number(digits: 2),
            let days = CivilDay(year: year, month: month, day: day)?.sinceEpoch
        else { return nil }
        if scanner.isAtEnd { return Date(timeIntervalSince1970: Double(days) * 86_400) }
        guard scanner.skip("T") || scanner.skip(" "), let time = scanner.timeOfDay(), let offset = scanner.offset(),
            scanner.isAtEnd
        else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + time.seconds - offset) + time.fraction)
    }

    /// Writes `date` as `2026-03-01T09:30:15.250Z`, rounded to milliseconds.
    static func text(_ date: Date) -> String {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        // Beyond the four-digit years that the format has, the nearest one stands.
        let clamped = Int64(min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999))
        let (days, rest) = floorDivide(clamped, 86_400_000)
        let clock = Int(rest)
        return CivilDay(sinceEpoch: Int(days)).text + "T" + padded(clock / 3_600_000, 2) + ":"
            + padded(clock / 60_000 % 60, 2) + ":" + padded(clock / 1000 % 60, 2) + "." + padded(clock % 1000, 3) + "Z"
    }

    /// Writes the day in UTC on which `date` lies, as `2026-03-01`.
    static func dayText(_ date: Date) -> String { String(text(date).prefix(10)) }

    /// Reads a Date header, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); nil for the obsolete forms.
    static func httpDate(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = Int(words[1]),
            let month = monthNames.firstIndex(of: words[2]), let year = Int(words[3]),
            let days = CivilDay(year: year, month: month + 1, day: day)?.sinceEpoch
        else { return nil }
        var scanner = DigitScanner(String(words[4]))
        guard let time = scanner.timeOfDay(), scanner.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + time.seconds))
    }

    private static let monthNames: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

/// Reads fixed forms of digits and signs from the front of an ASCII text.
private struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest.removeFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`; a leap second counts as the second after it.
    mutating func timeOfDay() -> (seconds: Int, fraction: Double)? {
        guard let hour = number(digits: 2), hour < 24, skip(":"), let minute = number(digits: 2), minute < 60 else {
            return nil
        }
        guard skip(":") else { return (hour * 3600 + minute * 60, 0) }
        guard let second = number(digits: 2), second <= 60 else { return nil }
        var fraction = 0.0
        if skip(".") {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest.removeFirst(digits.count)
            var scale = 0.1
            for digit in digits.prefix(9) {
                fraction += Double(digit - 0x30) * scale
                scale /= 10
            }
        }
        return (hour * 3600 + minute * 60 + second, fraction)
    }

    /// `Z`, `+hh:mm`, `-hh:mm` or `+hhmm`, in seconds east of Greenwich.
    mutating func offset() -> Int? {
        if skip("Z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

extension CivilDay {
    fileprivate var text: String { padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) }
}
