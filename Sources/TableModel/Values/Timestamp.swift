package import FoundationEssentials

/// Instants as the service writes them: ISO 8601 in UTC with three digits of milliseconds, in the Gregorian calendar.
package enum Timestamp {
    /// Reads `2026-03-01`, meaning its midnight in UTC, or `2026-03-01T09:30[:15[.250]]` with `Z` or an offset; nil for
    /// anything else. Digits beyond milliseconds are dropped.
    package static func date(_ text: String) -> Date? {
        guard let time = CivilTime(text), time.offset != nil || CivilDate(text) != nil else { return nil }
        return Date(timeIntervalSince1970: Double(time.millisecondsSince1970) / 1000)
    }

    /// Writes `date` as `2026-03-01T09:30:15.250Z`, rounded to milliseconds; beyond the years that the service keeps,
    /// the nearest instant that it does keep stands.
    package static func text(_ date: Date) -> String {
        let kept = CivilTime.instants
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        return CivilTime.text(clamping: Int(min(max(milliseconds, Double(kept.lowerBound)), Double(kept.upperBound))))
    }

    /// Writes the day in UTC on which `date` lies, as `2026-03-01`.
    package static func dayText(_ date: Date) -> String { String(text(date).prefix(10)) }
}
