/// Functions on lists. A single value counts as a list of it, a blank one as an empty list.
extension FormulaFunction {
    static let listFunctions: [String: FormulaFunction] = [
        "ARRAYJOIN": pure(2...2) { .text(elements($0[0]).map(\.text).joined(separator: $0[1].text)) },
        "ARRAYFLATTEN": pure(1...1) { .list(flat(elements($0[0]))) },
        "ARRAYCOMPACT": pure(1...1) { .list(elements($0[0]).filter { !$0.isBlank && $0 != .text("") }) },
        "ARRAYUNIQUE": pure(1...1) { arguments in
            var seen: Set<ExactText> = []
            return .list(elements(arguments[0]).filter { seen.insert(ExactText($0.text)).inserted })
        },
    ]

    private static func elements(_ value: FormulaValue) -> [FormulaValue] {
        switch value {
        case .list(let elements): elements
        case .blank: []
        default: [value]
        }
    }
}
