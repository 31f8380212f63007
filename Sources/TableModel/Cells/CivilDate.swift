/// A day of the Gregorian calendar, without a time zone.
package struct CivilDate: Hashable, Sendable {
    let year: Int
    let month: Int
    let day: Int

    /// The years that a date field was seen to keep (airtable-api.md 4.4).
    static let years = 100...9999

    /// The days of those years, counted from 1970-01-01.
    static let days = -683_003...2_932_896

    /// A day that exists, in the years that the service keeps; else nil.
    init?(year: Int, month: Int, day: Int) {
        guard Self.years.contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads exactly `YYYY-MM-DD` in ASCII digits.
    package init?(_ text: some StringProtocol) {
        let date = text.withBytes { bytes -> CivilDate? in
            var scanner = DigitScanner(bytes)
            return CivilDate(&scanner).flatMap { scanner.isAtEnd ? $0 : nil }
        }
        guard let date else { return nil }
        self = date
    }

    /// Reads `YYYY-MM-DD` off the front of a text.
    init?(_ scanner: inout DigitScanner) {
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2),
            scanner.skip("-"), let day = scanner.number(2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that is `days` after 1970-01-01.
    ///
    /// - Precondition: `days` is one of ``days``.
    init(daysSince1970 days: Int) {
        precondition(Self.days.contains(days), "Day \(days) is not in the years 100 to 9999; check it against `days`.")
        // Years that begin in March put the leap day last, so that month lengths follow one formula; eras of 400 years
        // have 146,097 days each.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// `YYYY-MM-DD`.
    var text: String { "\(Digits.padded(year, 4))-\(Digits.padded(month, 2))-\(Digits.padded(day, 2))" }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
