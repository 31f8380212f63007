import FoundationEssentials
import TableModel

/// Instants as the service writes them: ISO 8601 in UTC with three digits of milliseconds, in the Gregorian calendar.
enum Timestamp {
    /// Reads `2026-03-01`, meaning its midnight in UTC, or `2026-03-01T09:30[:15[.250]]` with `Z` or an offset; nil for
    /// anything else. Digits beyond milliseconds are dropped.
    static func date(_ text: String) -> Date? {
        guard let time = CivilTime(text), time.offset != nil || CivilDate(text) != nil else { return nil }
        return Date(timeIntervalSince1970: Double(time.millisecondsSince1970) / 1000)
    }

    /// Writes `date` as `2026-03-01T09:30:15.250Z`, rounded to milliseconds; beyond the years that the service keeps,
    /// the nearest instant that it does keep stands.
    static func text(_ date: Date) -> String {
        let kept = CivilTime.instants
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        return CivilTime.text(clamping: Int(min(max(milliseconds, Double(kept.lowerBound)), Double(kept.upperBound))))
    }

    /// Writes the day in UTC on which `date` lies, as `2026-03-01`.
    static func dayText(_ date: Date) -> String { String(text(date).prefix(10)) }

    /// Reads a Date header, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7); nil for the obsolete forms.
    static func httpDate(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT",
            let month = monthNumbers[words[2]]
        else { return nil }
        return date("\(words[3])-\(month)-\(words[1])T\(words[4])Z")
    }

    private static let monthNumbers: [Substring: String] = [
        "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
        "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
    ]
}
