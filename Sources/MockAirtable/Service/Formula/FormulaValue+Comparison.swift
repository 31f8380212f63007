/// `= != < <= > >=` and arithmetic between values (airtable-api.md 9.2 to 9.4).
extension FormulaValue {
    /// What `left operator right` yields. An error on either side is the result; what is not known to work is an error.
    static func apply(_ operator: FormulaOperator, _ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
        if left.isError || right.isError { return .error }
        switch `operator` {
        case .add: return calculate(left, right) { $0 + $1 }
        case .subtract: return calculate(left, right) { $0 - $1 }
        case .multiply: return calculate(left, right) { $0 * $1 }
        case .divide: return calculate(left, right) { $1 == 0 && $0 != 0 && !$0.isNaN ? nil : $0 / $1 }
        case .concatenate: return .text(left.text + right.text)
        case .equal: return left.equals(right).map(FormulaValue.boolean) ?? .error
        case .notEqual: return left.equals(right).map { .boolean(!$0) } ?? .error
        case .less: return order(left, right) { $0 < $1 }
        case .lessOrEqual: return order(left, right) { $0 <= $1 }
        case .greater: return order(left, right) { $0 > $1 }
        case .greaterOrEqual: return order(left, right) { $0 >= $1 }
        }
    }

    /// 0/0 is NaN; another number through 0 is an error, the one of the two reported results that matches nothing.
    private static func calculate(
        _ left: FormulaValue, _ right: FormulaValue, _ body: (Double, Double) -> Double?
    ) -> FormulaValue {
        guard let first = left.number, let second = right.number, let result = body(first, second) else {
            return .error
        }
        return .number(result)
    }

    /// `nil` where the answer of the service is not known.
    ///
    /// - Blank equals blank, 0, `""` and an empty list. Whether it equals `FALSE()` is not known: `{Done}=FALSE()` is reported to
    ///   match nothing.
    /// - `""` equals what blank equals; other text equals exactly the same code points, or a list that reads so.
    /// - A boolean is 1 or 0. Dates are equal by the millisecond, also to text that gives date and time in ISO form, as a live
    ///   test of a client does; whether they equal a day written as text is not known.
    func equals(_ other: FormulaValue) -> Bool? {
        switch (self, other) {
        case (.text(let left), .text(let right)): ExactText.areEqual(left, right)
        case (.number(let left), .number(let right)): left == right
        case (.blank, let value), (let value, .blank): value.equalsBlank
        case (.text(let text), let value) where text.isEmpty, (let value, .text(let text)) where text.isEmpty:
            value.equalsBlank
        case (.list, .list), (.list, .text), (.text, .list): ExactText.areEqual(text, other.text)
        case (.dateTime(let left), .dateTime(let right)): left.milliseconds == right.milliseconds
        case (.dateTime(let date), .text(let text)), (.text(let text), .dateTime(let date)):
            FormulaDate(iso: text).flatMap { $0.hasTime ? $0.milliseconds == date.milliseconds : nil }
        case (.number, .boolean), (.boolean, .number), (.boolean, .boolean): number == other.number
        default: nil
        }
    }

    private var equalsBlank: Bool? {
        switch self {
        case .blank: true
        case .number(let number): number == 0
        case .text(let text): text.isEmpty
        case .boolean(let boolean): boolean ? false : nil
        case .dateTime: false
        case .list: text.isEmpty
        case .error: nil
        }
    }

    /// Numbers with numbers (blank is 0), text with text by UTF-16 units, dates with dates and ISO text. All else is an error.
    private static func order(
        _ left: FormulaValue, _ right: FormulaValue, _ holds: (Double, Double) -> Bool
    ) -> FormulaValue {
        switch (left, right) {
        case (.text(let first), .text(let second)):
            if ExactText.areEqual(first, second) { return .boolean(holds(0, 0)) }
            return .boolean(first.utf16.lexicographicallyPrecedes(second.utf16) ? holds(0, 1) : holds(1, 0))
        case (.dateTime, _), (_, .dateTime):
            // Milliseconds of the years 0001 to 9999 are exact in a double.
            guard let first = left.date, let second = right.date else { return .error }
            return .boolean(holds(Double(first.milliseconds), Double(second.milliseconds)))
        default:
            guard let first = left.number, let second = right.number else { return .error }
            return .boolean(holds(first, second))
        }
    }
}
