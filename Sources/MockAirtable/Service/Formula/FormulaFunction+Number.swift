/// Number functions. An argument that is no number gives an error; the counting ones look into lists.
extension FormulaFunction {
    static let numberFunctions: [String: FormulaFunction] = [
        "ABS": unary(abs),
        "SQRT": unary { $0 < 0 ? nil : $0.squareRoot() },
        "INT": unary { $0.rounded(.down) },
        "EVEN": unary { 2 * ($0 / 2).rounded(.up) },
        "ODD": unary { $0 < 0 ? 2 * (($0 - 1) / 2).rounded(.down) + 1 : 2 * (($0 - 1) / 2).rounded(.up) + 1 },
        "MOD": binary { $1 == 0 ? nil : $0 - $1 * ($0 / $1).rounded(.down) },
        "FLOOR": withDefault(1) { $1 == 0 ? nil : ($0 / $1).rounded(.down) * $1 },
        "CEILING": withDefault(1) { $1 == 0 ? nil : ($0 / $1).rounded(.up) * $1 },
        "ROUND": withDefault(0) { scaled($0, $1) { ($0 + 0.5).rounded(.down) } },
        "ROUNDUP": withDefault(0) { scaled($0, $1) { $0.rounded(.awayFromZero) } },
        "ROUNDDOWN": withDefault(0) { scaled($0, $1) { $0.rounded(.towardZero) } },
        "SUM": pure(1...any) { numbers($0).map { .number($0.reduce(0, +)) } ?? .error },
        "AVERAGE": pure(1...any) { present($0).map { .number($0.reduce(0, +) / Double($0.count)) } ?? .error },
        "MAX": pure(1...any) { present($0)?.max().map(FormulaValue.number) ?? .error },
        "MIN": pure(1...any) { present($0)?.min().map(FormulaValue.number) ?? .error },
        "COUNT": pure(1...any) { .number(Double(flat($0).count { if case .number = $0 { true } else { false } })) },
        "COUNTA": pure(1...any) { .number(Double(flat($0).count { !$0.isBlank && $0 != .text("") })) },
        "COUNTALL": pure(1...any) { .number(Double(flat($0).count)) },
    ]

    private static func unary(_ body: @escaping @Sendable (Double) -> Double?) -> FormulaFunction {
        pure(1...1) { $0[0].number.flatMap(body).map(FormulaValue.number) ?? .error }
    }

    private static func binary(_ body: @escaping @Sendable (Double, Double) -> Double?) -> FormulaFunction {
        pure(2...2) { arguments in
            guard let first = arguments[0].number, let second = arguments[1].number else { return .error }
            return body(first, second).map(FormulaValue.number) ?? .error
        }
    }

    private static func withDefault(
        _ usual: Double, _ body: @escaping @Sendable (Double, Double) -> Double?
    ) -> FormulaFunction {
        pure(1...2) { arguments in
            guard let first = arguments[0].number, let second = arguments.count == 2 ? arguments[1].number : usual
            else {
                return .error
            }
            return body(first, second).map(FormulaValue.number) ?? .error
        }
    }

    /// Rounds at `places` decimal places, by division for negative ones, since powers of ten below 1 are not exact.
    private static func scaled(_ number: Double, _ places: Double, _ body: (Double) -> Double) -> Double? {
        guard places.magnitude <= 15, places.rounded() == places else { return nil }
        let scale = (0..<Int(places.magnitude)).reduce(1.0) { power, _ in power * 10 }
        return places >= 0 ? body(number * scale) / scale : body(number / scale) * scale
    }

    /// The arguments with lists opened up, to the depth that lookups of lookups have.
    static func flat(_ values: [FormulaValue]) -> [FormulaValue] {
        values.flatMap { value -> [FormulaValue] in
            if case .list(let elements) = value { flat(elements) } else { [value] }
        }
    }

    /// All numbers, blanks as 0; `nil` if something is no number.
    private static func numbers(_ values: [FormulaValue]) -> [Double]? {
        let all = flat(values)
        let numbers = all.compactMap(\.number)
        return numbers.count == all.count ? numbers : nil
    }

    /// All numbers without the blanks; `nil` if something is no number, or none is left.
    private static func present(_ values: [FormulaValue]) -> [Double]? {
        numbers(flat(values).filter { !$0.isBlank }).flatMap { $0.isEmpty ? nil : $0 }
    }
}
