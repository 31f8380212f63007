/// A word of the formula language, and where it begins (in UTF-8 bytes).
struct FormulaToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number(Double)
        case text(String)
        /// `{Name}`, the name without braces and escapes
        case field(String)
        /// a bare word: a field, or before `(` a function
        case word(String)
        case `operator`(FormulaOperator)
        case openParenthesis
        case closeParenthesis
        case comma
        case end
    }

    var kind: Kind
    var offset: Int
}
