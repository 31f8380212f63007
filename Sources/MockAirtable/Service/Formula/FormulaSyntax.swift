/// The syntax tree of a formula, without places and without spaces: equal trees mean the same.
indirect enum FormulaSyntax: Hashable, Sendable {
    case number(Double)
    case text(ExactText)
    case field(ExactText)
    /// A function that is known, under its upper-case name, with as many arguments as it takes.
    case call(String, [FormulaSyntax])
    case negation(FormulaSyntax)
    /// Operators of one precedence, from left to right. A chain and not pairs, so that a sum of 10,000 terms is not 10,000 deep.
    case chain(FormulaSyntax, [FormulaLink])
}

extension FormulaSyntax {
    /// Whether the expression asks for no field, no record and no clock.
    var isConstant: Bool {
        switch self {
        case .number, .text: true
        case .field: false
        case .negation(let operand): operand.isConstant
        case .chain(let first, let links): first.isConstant && links.allSatisfy { $0.operand.isConstant }
        case .call(let name, let arguments):
            switch FormulaFunction.known[name]?.meaning {
            case .form(.recordID), .form(.createdTime), .form(.lastModifiedTime), .form(.now), .form(.today): false
            default: arguments.allSatisfy(\.isConstant)
            }
        }
    }
}

/// An operator and what stands to its right.
struct FormulaLink: Hashable, Sendable {
    var `operator`: FormulaOperator
    var operand: FormulaSyntax
}

/// The binary operators (airtable-api.md 9.2). There is no `==`, `<>`, `&&`, `||`, `!`, `%`, `^`.
enum FormulaOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case concatenate = "&"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// How tightly it binds: comparisons 0, `&` 1, `+ -` 2, `* /` 3.
    var precedence: Int {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 0
        case .concatenate: 1
        case .add, .subtract: 2
        case .multiply, .divide: 3
        }
    }

    static let tightest = 3
}
