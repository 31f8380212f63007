extension ServiceInstant {
    /// `2022-01-08T00:08:54.000Z`, the form in which the service writes every time (airtable-api.md 2.1).
    var isoText: String { "\(civilDate.isoText)T\(clockText).\(padded(millisecondOfSecond, 3))Z" }

    /// `Sat, 08 Jan 2022 00:08:54 GMT`, the form of the `Date` header (RFC 7231, section 7.1.1.1).
    var httpText: String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let days = secondsSince1970.floorDivided(by: 86_400)
        let date = civilDate
        let weekday = weekdays[Int(days.floorRemainder(by: 7))]
        return "\(weekday), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) \(clockText) GMT"
    }

    /// The day in UTC.
    var civilDate: CivilDate { CivilDate(daysSince1970: secondsSince1970.floorDivided(by: 86_400)) }

    /// The instant without its fraction of a second.
    var wholeSecond: ServiceInstant { ServiceInstant(secondsSince1970: secondsSince1970) }

    /// The seconds since midnight in UTC.
    var secondOfDay: Int64 { secondsSince1970.floorRemainder(by: 86_400) }

    private var millisecondOfSecond: Int64 { millisecondsSince1970.floorRemainder(by: 1000) }

    private var clockText: String {
        let second = secondOfDay
        return "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }
}
