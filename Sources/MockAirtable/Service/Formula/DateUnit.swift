/// The units of DATEADD, DATETIME_DIFF and IS_SAME (airtable-api.md 9.5). Short forms (`d`, `M`) are not known to work.
enum DateUnit: String, CaseIterable, Sendable {
    case milliseconds, seconds, minutes, hours, days, weeks, months, quarters, years

    /// Plural or singular, in lower case.
    init?(named name: String) {
        guard let unit = DateUnit(rawValue: name) ?? DateUnit(rawValue: name + "s") else { return nil }
        self = unit
    }

    /// The length of units that always have the same one.
    var fixedLength: Int64? {
        switch self {
        case .milliseconds: 1
        case .seconds: 1_000
        case .minutes: 60_000
        case .hours: 3_600_000
        case .days: UTCTime.millisecondsPerDay
        case .weeks: 7 * UTCTime.millisecondsPerDay
        case .months, .quarters, .years: nil
        }
    }

    /// In months; 0 for units that are not made of months.
    var months: Int64 {
        switch self {
        case .months: 1
        case .quarters: 3
        case .years: 12
        case .milliseconds, .seconds, .minutes, .hours, .days, .weeks: 0
        }
    }
}

extension FormulaDate {
    /// The beginning of the second, day, week (Sunday), quarter … that holds the date, in milliseconds since 1970.
    func start(of unit: DateUnit) -> Int64 {
        switch unit {
        case .weeks:
            return (civil.dayNumber - Int64(civil.weekday)) * UTCTime.millisecondsPerDay
        case .months, .quarters, .years:
            return UTCTime(monthNumber: civil.monthNumber.floorDivided(by: unit.months) * unit.months).milliseconds
        case .milliseconds, .seconds, .minutes, .hours, .days:
            let length = unit.fixedLength ?? 1
            return milliseconds.floorDivided(by: length) * length
        }
    }

    /// `nil` outside the years 0001 to 9999. A month more than January 31 is the last of February.
    func adding(_ count: Int64, _ unit: DateUnit) -> FormulaDate? {
        let sum: Int64
        if let length = unit.fixedLength {
            let (product, tooLong) = count.multipliedReportingOverflow(by: length)
            let (total, tooLate) = milliseconds.addingReportingOverflow(product)
            guard !tooLong, !tooLate else { return nil }
            sum = total
        } else {
            guard count.magnitude <= 120_000, let moved = addingMonths(count * unit.months) else { return nil }
            sum = moved
        }
        guard Self.range.contains(sum) else { return nil }
        let staysDay = [.days, .weeks, .months, .quarters, .years].contains(unit)
        return FormulaDate(milliseconds: sum, hasTime: hasTime || !staysDay)
    }

    /// Whole units from `other` to this date, cut off towards zero; negative if `other` is later.
    func difference(from other: FormulaDate, in unit: DateUnit) -> Int64 {
        if let length = unit.fixedLength { return (milliseconds - other.milliseconds) / length }
        var months = civil.monthNumber - other.civil.monthNumber
        // The month that is begun but not full does not count.
        if months > 0, let reached = other.addingMonths(months), reached > milliseconds { months -= 1 }
        if months < 0, let reached = other.addingMonths(months), reached < milliseconds { months += 1 }
        return months / unit.months
    }

    private func addingMonths(_ count: Int64) -> Int64? {
        let time = civil
        let number = time.monthNumber + count
        guard number >= 12, number < 10_000 * 12 else { return nil }
        return time.moved(toMonth: number).milliseconds
    }
}
