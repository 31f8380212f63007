/// A pattern of DATETIME_FORMAT and DATETIME_PARSE in the notation of Moment.js, English, UTC.
struct DatePattern: Sendable {
    private enum Element: Hashable, Sendable {
        case literal(String)
        case token(Token)
    }

    /// Localised forms (`L`, `LT`), week numbers (`w`, `W`), ordinals (`Do`) and eras are not among them.
    private enum Token: String, Sendable {
        case YYYY, YY, Q, M, MM, MMM, MMMM, D, DD, DDD, DDDD, d, ddd, dddd
        case H, HH, h, hh, m, mm, s, ss, S, SS, SSS, A, a, X, x, Z, ZZ
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

    private static func text(of token: Token, _ time: CivilTime, _ milliseconds: Int64) -> String {
        let halfDayHour = (time.hour + 11) % 12 + 1
        return switch token {
        case .YYYY: FormulaDate.padded(time.year, 4)
        case .YY: FormulaDate.padded(time.year % 100, 2)
        case .Q: String((time.month + 2) / 3)
        case .M: String(time.month)
        case .MM: FormulaDate.padded(time.month, 2)
        case .MMM: String(months[time.month - 1].prefix(3))
        case .MMMM: months[time.month - 1]
        case .D: String(time.day)
        case .DD: FormulaDate.padded(time.day, 2)
        case .DDD: String(time.dayOfYear)
        case .DDDD: FormulaDate.padded(time.dayOfYear, 3)
        case .d: String(time.weekday)
        case .ddd: String(weekdays[time.weekday].prefix(3))
        case .dddd: weekdays[time.weekday]
        case .H: String(time.hour)
        case .HH: FormulaDate.padded(time.hour, 2)
        case .h: String(halfDayHour)
        case .hh: FormulaDate.padded(halfDayHour, 2)
        case .m: String(time.minute)
        case .mm: FormulaDate.padded(time.minute, 2)
        case .s: String(time.second)
        case .ss: FormulaDate.padded(time.second, 2)
        case .S: String(time.millisecond / 100)
        case .SS: FormulaDate.padded(time.millisecond / 10, 2)
        case .SSS: FormulaDate.padded(time.millisecond, 3)
        case .A: time.hour < 12 ? "AM" : "PM"
        case .a: time.hour < 12 ? "am" : "pm"
        case .X: String(CivilTime.floorDivide(milliseconds, 1_000))
        case .x: String(milliseconds)
        case .Z: "+00:00"
        case .ZZ: "+0000"
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
            case .YYYY: year = scanner.digits(4)
            case .YY: year = scanner.digits(2).map { $0 > 68 ? 1900 + $0 : 2000 + $0 }
            case .M: return set(\.month, scanner.digits(1...2))
            case .MM: return set(\.month, scanner.digits(2))
            case .MMM:
                return set(\.month, scanner.name(of: DatePattern.months.map { String($0.prefix(3)) }).map { $0 + 1 })
            case .MMMM: return set(\.month, scanner.name(of: DatePattern.months).map { $0 + 1 })
            case .D: return set(\.day, scanner.digits(1...2))
            case .DD: return set(\.day, scanner.digits(2))
            case .H, .h: return set(\.hour, scanner.digits(1...2))
            case .HH, .hh: return set(\.hour, scanner.digits(2))
            case .m: return set(\.minute, scanner.digits(1...2))
            case .mm: return set(\.minute, scanner.digits(2))
            case .s: return set(\.second, scanner.digits(1...2))
            case .ss: return set(\.second, scanner.digits(2))
            case .S: return set(\.millisecond, scanner.digits(1).map { $0 * 100 })
            case .SS: return set(\.millisecond, scanner.digits(2).map { $0 * 10 })
            case .SSS: return set(\.millisecond, scanner.digits(3))
            case .A, .a:
                isAfternoon = scanner.name(of: ["am", "pm"]).map { $0 == 1 }
                return isAfternoon != nil
            case .Z, .ZZ: return set(\.offset, scanner.offset())
            case .X: instant = scanner.digits(1...12).map { Int64($0) * 1_000 }
            case .x: instant = scanner.digits(1...15).map { Int64($0) }
            case .Q, .DDD, .DDDD, .d, .ddd, .dddd: return false
            }
            return year != nil || instant != nil
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
                let time = CivilTime(
                    year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                    millisecond: millisecond)
            else { return nil }
            let milliseconds = time.milliseconds - Int64(offset) * 60_000
            return FormulaDate.range.contains(milliseconds)
                ? FormulaDate(milliseconds: milliseconds, hasTime: true) : nil
        }
    }
}
