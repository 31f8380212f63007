/// A pattern of DATETIME_FORMAT and DATETIME_PARSE in the notation of Moment.js, English, UTC.
struct DatePattern: Sendable {
    private enum Element: Hashable, Sendable {
        case literal(String)
        case token(Token)
    }

    /// Localised forms (`L`, `LT`), week numbers (`w`, `W`), ordinals (`Do`) and eras are not among them.
    private enum Token: String, Sendable {
        case year = "YYYY"
        case shortYear = "YY"
        case quarter = "Q"
        case month = "M"
        case paddedMonth = "MM"
        case shortMonthName = "MMM"
        case monthName = "MMMM"
        case day = "D"
        case paddedDay = "DD"
        case dayOfYear = "DDD"
        case paddedDayOfYear = "DDDD"
        case weekday = "d"
        case shortWeekdayName = "ddd"
        case weekdayName = "dddd"
        case hour = "H"
        case paddedHour = "HH"
        case halfDayHour = "h"
        case paddedHalfDayHour = "hh"
        case minute = "m"
        case paddedMinute = "mm"
        case second = "s"
        case paddedSecond = "ss"
        case tenths = "S"
        case hundredths = "SS"
        case milliseconds = "SSS"
        case upperHalf = "A"
        case lowerHalf = "a"
        case unixSeconds = "X"
        case unixMilliseconds = "x"
        case offset = "Z"
        case plainOffset = "ZZ"
    }

    /// Letters that mean something in the notation. Others, like the T of ISO dates, stand for themselves.
    private static let letters = Set("MDdeEwWYyQgGaAhHkmsSzZXxLlNo")

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private var elements: [Element] = []

    /// `nil` if the pattern holds a token that is not understood.
    init?(_ pattern: String) {
        var rest = Substring(pattern)
        while let first = rest.first {
            if first == "[" {
                guard let end = rest.firstIndex(of: "]") else { return nil }
                elements.append(.literal(String(rest[rest.index(after: rest.startIndex)..<end])))
                rest = rest[rest.index(after: end)...]
            } else if Self.letters.contains(first) {
                let run = rest.prefix { $0 == first }
                guard let token = Token(rawValue: String(run)) else { return nil }
                elements.append(.token(token))
                rest = rest[run.endIndex...]
            } else {
                elements.append(.literal(String(rest.removeFirst())))
            }
        }
    }

    // MARK: Writing

    func text(of date: FormulaDate) -> String {
        let time = date.civil
        return elements.map { element in
            switch element {
            case .literal(let text): text
            case .token(let token): Self.text(of: token, time, date.milliseconds)
            }
        }.joined()
    }

    private static func text(of token: Token, _ time: UTCTime, _ milliseconds: Int64) -> String {
        let halfDayHour = (time.hour + 11) % 12 + 1
        return switch token {
        case .year: padded(time.year, 4)
        case .shortYear: padded(time.year % 100, 2)
        case .quarter: String((time.month + 2) / 3)
        case .month: String(time.month)
        case .paddedMonth: padded(time.month, 2)
        case .shortMonthName: String(months[time.month - 1].prefix(3))
        case .monthName: months[time.month - 1]
        case .day: String(time.day)
        case .paddedDay: padded(time.day, 2)
        case .dayOfYear: String(time.dayOfYear)
        case .paddedDayOfYear: padded(time.dayOfYear, 3)
        case .weekday: String(time.weekday)
        case .shortWeekdayName: String(weekdays[time.weekday].prefix(3))
        case .weekdayName: weekdays[time.weekday]
        case .hour: String(time.hour)
        case .paddedHour: padded(time.hour, 2)
        case .halfDayHour: String(halfDayHour)
        case .paddedHalfDayHour: padded(halfDayHour, 2)
        case .minute: String(time.minute)
        case .paddedMinute: padded(time.minute, 2)
        case .second: String(time.second)
        case .paddedSecond: padded(time.second, 2)
        case .tenths: String(time.millisecond / 100)
        case .hundredths: padded(time.millisecond / 10, 2)
        case .milliseconds: padded(time.millisecond, 3)
        case .upperHalf: time.hour < 12 ? "AM" : "PM"
        case .lowerHalf: time.hour < 12 ? "am" : "pm"
        case .unixSeconds: String(milliseconds.floorDivided(by: 1_000))
        case .unixMilliseconds: String(milliseconds)
        case .offset: "+00:00"
        case .plainOffset: "+0000"
        }
    }

    // MARK: Reading

    /// Reads a date that is written exactly in this pattern. `nil` if it is not, if there is no such day, or if the year is missing;
    /// a missing month or day is the first, a missing time midnight.
    func date(from text: String) -> FormulaDate? {
        var scanner = FormulaDateScanner(text)
        var parts = Parts()
        for element in elements {
            switch element {
            case .literal(let literal): guard scanner.skip(literal) else { return nil }
            case .token(let token): guard parts.read(token, from: &scanner) else { return nil }
            }
        }
        return scanner.isAtEnd ? parts.date : nil
    }

    private struct Parts {
        var year: Int?
        var month = 1
        var day = 1
        var hour = 0
        var minute = 0
        var second = 0
        var millisecond = 0
        var offset = 0
        var isAfternoon: Bool?
        var instant: Int64?

        mutating func read(_ token: Token, from scanner: inout FormulaDateScanner) -> Bool {
            switch token {
            case .year:
                year = scanner.digits(4)
                return year != nil
            case .shortYear:
                year = scanner.digits(2).map { $0 > 68 ? 1900 + $0 : 2000 + $0 }
                return year != nil
            case .month: return set(\.month, scanner.digits(1...2))
            case .paddedMonth: return set(\.month, scanner.digits(2))
            case .shortMonthName:
                return set(\.month, scanner.name(of: DatePattern.months.map { String($0.prefix(3)) }).map { $0 + 1 })
            case .monthName: return set(\.month, scanner.name(of: DatePattern.months).map { $0 + 1 })
            case .day: return set(\.day, scanner.digits(1...2))
            case .paddedDay: return set(\.day, scanner.digits(2))
            case .hour, .halfDayHour: return set(\.hour, scanner.digits(1...2))
            case .paddedHour, .paddedHalfDayHour: return set(\.hour, scanner.digits(2))
            case .minute: return set(\.minute, scanner.digits(1...2))
            case .paddedMinute: return set(\.minute, scanner.digits(2))
            case .second: return set(\.second, scanner.digits(1...2))
            case .paddedSecond: return set(\.second, scanner.digits(2))
            case .tenths: return set(\.millisecond, scanner.digits(1).map { $0 * 100 })
            case .hundredths: return set(\.millisecond, scanner.digits(2).map { $0 * 10 })
            case .milliseconds: return set(\.millisecond, scanner.digits(3))
            case .upperHalf, .lowerHalf:
                isAfternoon = scanner.name(of: ["am", "pm"]).map { $0 == 1 }
                return isAfternoon != nil
            case .offset, .plainOffset: return set(\.offset, scanner.offset())
            case .unixSeconds:
                instant = scanner.digits(1...12).map { Int64($0) * 1_000 }
                return instant != nil
            case .unixMilliseconds:
                instant = scanner.digits(1...15).map { Int64($0) }
                return instant != nil
            case .quarter, .dayOfYear, .paddedDayOfYear, .weekday, .shortWeekdayName, .weekdayName: return false
            }
        }

        private mutating func set(_ part: WritableKeyPath<Parts, Int>, _ value: Int?) -> Bool {
            guard let value else { return false }
            self[keyPath: part] = value
            return true
        }

        var date: FormulaDate? {
            if let instant {
                return FormulaDate.range.contains(instant) ? FormulaDate(milliseconds: instant, hasTime: true) : nil
            }
            guard let year else { return nil }
            var hour = hour
            if let isAfternoon {
                guard (1...12).contains(hour) else { return nil }
                hour = hour % 12 + (isAfternoon ? 12 : 0)
            }
            guard
                let time = UTCTime(
                    year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                    millisecond: millisecond)
            else { return nil }
            let milliseconds = time.milliseconds - Int64(offset) * 60_000
            return FormulaDate.range.contains(milliseconds)
                ? FormulaDate(milliseconds: milliseconds, hasTime: true) : nil
        }
    }
}
