/// A moment in UTC taken apart: a day of the calendar and a time of that day.
struct UTCTime: Hashable, Sendable {
    private var date: CivilDate
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0

    static let millisecondsPerDay: Int64 = 86_400_000

    /// - Parameter milliseconds: since 1970-01-01T00:00:00Z
    init(milliseconds: Int64) {
        date = CivilDate(daysSince1970: milliseconds.floorDivided(by: Self.millisecondsPerDay))
        var rest = Int(milliseconds.floorRemainder(by: Self.millisecondsPerDay))
        millisecond = rest % 1_000
        rest /= 1_000
        second = rest % 60
        rest /= 60
        minute = rest % 60
        hour = rest / 60
    }

    /// `nil` if there is no such day or time. The hour 24 and leap seconds are none.
    init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0) {
        guard let date = CivilDate(year: year, month: month, day: day), (0...23).contains(hour),
            (0...59).contains(minute),
            (0...59).contains(second), (0...999).contains(millisecond)
        else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// Midnight of the first day of a month.
    ///
    /// - Parameter monthNumber: months since January of the year 0
    init(monthNumber: Int64) {
        self.init(milliseconds: 0)
        date.year = Int(monthNumber.floorDivided(by: 12))
        date.month = Int(monthNumber.floorRemainder(by: 12)) + 1
    }

    var year: Int { date.year }
    /// 1…12
    var month: Int { date.month }
    /// 1…31
    var day: Int { date.day }

    /// Months since January of the year 0.
    var monthNumber: Int64 { Int64(year) * 12 + Int64(month - 1) }

    /// Days since 1970-01-01.
    var dayNumber: Int64 { date.daysSince1970 }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    var milliseconds: Int64 {
        dayNumber * Self.millisecondsPerDay + Int64(((hour * 60 + minute) * 60 + second) * 1_000 + millisecond)
    }

    /// 0 is Sunday.
    var weekday: Int { Int((dayNumber + 4).floorRemainder(by: 7)) }

    /// 1…366
    var dayOfYear: Int { Int(dayNumber - UTCTime(monthNumber: Int64(year) * 12).dayNumber) + 1 }

    /// `2024-01-31`
    var dayText: String { date.isoText }

    /// The same time of the day in another month, on its last day if it has no such day.
    func moved(toMonth number: Int64) -> UTCTime {
        var moved = self
        let first = UTCTime(monthNumber: number)
        moved.date.year = first.year
        moved.date.month = first.month
        moved.date.day = min(day, CivilDate.length(ofMonth: first.month, in: first.year))
        return moved
    }
}
