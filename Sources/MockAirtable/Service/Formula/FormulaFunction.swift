/// A function of the formula language: how many arguments it takes and what it does with them.
///
/// What is not in `known` is refused: a mock that guesses would teach its users something false. Left out on purpose are the
/// regular expressions (RE2 syntax), EXP, LOG and POWER (the last digits would depend on the mathematics library), SET_TIMEZONE and SET_LOCALE, FROMNOW and TONOW, WEEKNUM, WORKDAY and WORKDAY_DIFF.
struct FormulaFunction: Sendable {
    enum Meaning: Sendable {
        /// Depends on the values of its arguments alone. Never called with an argument that is an error: the result is then that
        /// error.
        case pure(@Sendable ([FormulaValue]) -> FormulaValue)
        /// Decides itself which arguments are evaluated, or asks for the record or the clock.
        case form(FormulaForm)
    }

    var arguments: ClosedRange<Int>
    var meaning: Meaning

    /// All functions by their upper-case names.
    static let known: [String: FormulaFunction] = {
        var table = forms
        for more in [textFunctions, numberFunctions, listFunctions, dateFunctions] {
            table.merge(more) { first, _ in first }
        }
        return table
    }()

    static func pure(
        _ arguments: ClosedRange<Int>, _ body: @escaping @Sendable ([FormulaValue]) -> FormulaValue
    ) -> FormulaFunction {
        FormulaFunction(arguments: arguments, meaning: .pure(body))
    }

    /// More arguments than any formula has.
    static let any = Int(Int32.max)

    /// `2 arguments`, `1 to 3 arguments`, `at least 1 argument`
    var argumentsText: String {
        let low = arguments.lowerBound
        let high = arguments.upperBound
        if high == Self.any { return "at least \(low) \(low == 1 ? "argument" : "arguments")" }
        if low == high { return low == 0 ? "no arguments" : "\(low) \(low == 1 ? "argument" : "arguments")" }
        return "\(low) to \(high) arguments"
    }

    private static let forms: [String: FormulaFunction] = [
        "AND": FormulaFunction(arguments: 1...any, meaning: .form(.and)),
        "OR": FormulaFunction(arguments: 1...any, meaning: .form(.or)),
        "IF": FormulaFunction(arguments: 2...3, meaning: .form(.if)),
        "SWITCH": FormulaFunction(arguments: 3...any, meaning: .form(.switch)),
        "ISERROR": FormulaFunction(arguments: 1...1, meaning: .form(.isError)),
        "RECORD_ID": FormulaFunction(arguments: 0...0, meaning: .form(.recordID)),
        "CREATED_TIME": FormulaFunction(arguments: 0...0, meaning: .form(.createdTime)),
        "LAST_MODIFIED_TIME": FormulaFunction(arguments: 0...0, meaning: .form(.lastModifiedTime)),
        "NOW": FormulaFunction(arguments: 0...0, meaning: .form(.now)),
        "TODAY": FormulaFunction(arguments: 0...0, meaning: .form(.today)),
        "NOT": pure(1...1) { .boolean(!$0[0].isTruthy) },
        "XOR": pure(1...any) { .boolean($0.count(where: \.isTruthy) % 2 == 1) },
        "TRUE": pure(0...0) { _ in .boolean(true) },
        "FALSE": pure(0...0) { _ in .boolean(false) },
        "BLANK": pure(0...0) { _ in .blank },
        "ERROR": pure(0...0) { _ in .error },
    ]
}

/// The functions that are more than a computation on the values of their arguments.
enum FormulaForm: Sendable, Hashable {
    case and, or, `if`, `switch`, isError
    case recordID, createdTime, lastModifiedTime, now, today
}
