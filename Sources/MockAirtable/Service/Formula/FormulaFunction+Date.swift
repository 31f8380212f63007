/// Date functions, all in UTC. Text in ISO form counts as a date; a blank or anything else gives an error, so that a record without
/// a date matches neither a comparison nor its opposite (what the service does with it is not known).
extension FormulaFunction {
    static let dateFunctions: [String: FormulaFunction] = [
        "IS_BEFORE": compare { $0 < $1 },
        "IS_AFTER": compare { $0 > $1 },
        "IS_SAME": pure(2...3, isSame),
        "DATEADD": pure(3...3, dateAdd),
        "DATETIME_DIFF": pure(2...3, dateTimeDifference),
        "DATETIME_FORMAT": pure(2...2, format),
        "DATETIME_PARSE": pure(1...2, parse),
        "DATESTR": pure(1...1) { $0[0].date.map { .text($0.dayText) } ?? .error },
        "TIMESTR": pure(1...1) { $0[0].date.map { .text($0.timeText) } ?? .error },
        "YEAR": part(\.year),
        "MONTH": part(\.month),
        "DAY": part(\.day),
        "HOUR": part(\.hour),
        "MINUTE": part(\.minute),
        "SECOND": part(\.second),
        "WEEKDAY": pure(1...2, weekday),
    ]

    private static func part(_ part: @escaping @Sendable (UTCTime) -> Int) -> FormulaFunction {
        pure(1...1) { $0[0].date.map { .number(Double(part($0.civil))) } ?? .error }
    }

    private static func compare(_ holds: @escaping @Sendable (Int64, Int64) -> Bool) -> FormulaFunction {
        pure(2...2) { arguments in
            guard let first = arguments[0].date, let second = arguments[1].date else { return .error }
            return .boolean(holds(first.milliseconds, second.milliseconds))
        }
    }

    private static func unit(_ arguments: [FormulaValue], _ position: Int) -> DateUnit? {
        guard case .text(let name) = arguments[position] else { return nil }
        return DateUnit(named: name)
    }

    private static func isSame(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let first = arguments[0].date, let second = arguments[1].date else { return .error }
        guard arguments.count == 3 else { return .boolean(first.milliseconds == second.milliseconds) }
        guard let unit = unit(arguments, 2) else { return .error }
        return .boolean(first.start(of: unit) == second.start(of: unit))
    }

    private static func dateAdd(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let date = arguments[0].date, let count = arguments[1].number.flatMap(Int64.init(exactly:)),
            let unit = unit(arguments, 2), let sum = date.adding(count, unit)
        else { return .error }
        return .dateTime(sum)
    }

    private static func dateTimeDifference(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let first = arguments[0].date, let second = arguments[1].date,
            let unit = arguments.count == 3 ? unit(arguments, 2) : .seconds
        else { return .error }
        return .number(Double(first.difference(from: second, in: unit)))
    }

    private static func format(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let date = arguments[0].date, let pattern = DatePattern(arguments[1].text) else { return .error }
        return .text(pattern.text(of: date))
    }

    /// The result is a point in time even if only a day was written.
    private static func parse(_ arguments: [FormulaValue]) -> FormulaValue {
        let date: FormulaDate?
        if arguments.count == 2 {
            date = DatePattern(arguments[1].text)?.date(from: arguments[0].text)
        } else {
            date = arguments[0].date
        }
        return date.map { .dateTime(FormulaDate(milliseconds: $0.milliseconds, hasTime: true)) } ?? .error
    }

    /// 0 is the first day of the week, which is Sunday or, if said, Monday.
    private static func weekday(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let date = arguments[0].date else { return .error }
        guard arguments.count == 2 else { return .number(Double(date.civil.weekday)) }
        switch arguments[1] {
        case .text("Sunday"): return .number(Double(date.civil.weekday))
        case .text("Monday"): return .number(Double((date.civil.weekday + 6) % 7))
        default: return .error
        }
    }
}
