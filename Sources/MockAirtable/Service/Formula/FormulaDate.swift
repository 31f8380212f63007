/// A date or a point in time inside a formula. Everything is UTC (airtable-api.md 9.4).
struct FormulaDate: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, within `range`, so that the difference of two dates never overflows.
    let milliseconds: Int64
    /// False for a day without a time: it reads as `2024-01-31` in text.
    let hasTime: Bool

    /// The years 0001 to 9999, those of `CivilDate`; the service's dates were seen to reach from 0100 to 9999.
    static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// - Parameter milliseconds: what lies outside `range` becomes its nearer end
    init(milliseconds: Int64, hasTime: Bool) {
        self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
        self.hasTime = hasTime
    }

    init(_ time: UTCTime, hasTime: Bool) {
        self.init(milliseconds: time.milliseconds, hasTime: hasTime)
    }

    var civil: UTCTime { UTCTime(milliseconds: milliseconds) }

    /// `2024-01-31`, or with the time `2024-01-31T10:00:00.000Z`.
    var isoText: String { hasTime ? "\(dayText)T\(timeText).\(padded(civil.millisecond, 3))Z" : dayText }

    /// `2024-01-31`
    var dayText: String { civil.dayText }

    /// `10:00:00`
    var timeText: String {
        let time = civil
        return "\(padded(time.hour, 2)):\(padded(time.minute, 2)):\(padded(time.second, 2))"
    }
}

extension FormulaDate {
    /// Reads `YYYY-MM-DD`, optionally followed by `T` or a space, `HH:mm`, seconds and a fraction (cut after milliseconds), and by
    /// `Z` or an offset. Without an offset it is UTC. `nil` for everything else, and for days that do not exist.
    init?(iso text: String) {
        var scanner = FormulaDateScanner(text)
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2)
        else { return nil }
        if scanner.isAtEnd {
            guard let civil = UTCTime(year: year, month: month, day: day) else { return nil }
            self.init(civil, hasTime: false)
            return
        }
        guard scanner.skip("T") || scanner.skip(" "), let hour = scanner.digits(2), scanner.skip(":"),
            let minute = scanner.digits(2)
        else { return nil }
        var second = 0
        var millisecond = 0
        if scanner.skip(":") {
            guard let seconds = scanner.digits(2) else { return nil }
            second = seconds
            if scanner.skip(".") {
                guard let fraction = scanner.fraction() else { return nil }
                millisecond = fraction
            }
        }
        let offset: Int
        if scanner.isAtEnd {
            offset = 0
        } else {
            guard let minutes = scanner.offset() else { return nil }
            offset = minutes
        }
        guard scanner.isAtEnd,
            let civil = UTCTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                millisecond: millisecond)
        else { return nil }
        let milliseconds = civil.milliseconds - Int64(offset) * 60_000
        guard Self.range.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds, hasTime: true)
    }
}
