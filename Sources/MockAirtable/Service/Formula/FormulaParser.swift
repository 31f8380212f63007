/// Reads tokens into a syntax tree. Precedence, from loose to tight: comparisons, `&`, `+ -`, `* /`, unary minus.
struct FormulaParser {
    /// How deep parentheses, calls and minus signs may nest. The limit of the real service is not known; this one keeps the
    /// recursion, which takes up to 7 KiB a level without optimisation, within the 512 KiB stacks of secondary threads.
    static let deepest = 50

    private let tokens: [FormulaToken]
    private let dialect: FormulaDialect
    private var position = 0
    private var depth = 0

    static func parse(_ text: String, dialect: FormulaDialect) throws(FormulaError) -> FormulaSyntax {
        var parser = FormulaParser(tokens: try FormulaLexer.tokens(of: text, dialect: dialect), dialect: dialect)
        let tree = try parser.expression()
        guard parser.current.kind == .end else {
            throw parser.refusal("an operator or the end is expected")
        }
        return tree
    }

    private init(tokens: [FormulaToken], dialect: FormulaDialect) {
        self.tokens = tokens
        self.dialect = dialect
    }

    /// The last token is `.end`, which nothing steps over.
    private var current: FormulaToken { tokens[position] }

    private mutating func expression() throws(FormulaError) -> FormulaSyntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw refusal("the formula nests deeper than \(Self.deepest) levels") }
        return try chain(precedence: 0)
    }

    private mutating func chain(precedence: Int) throws(FormulaError) -> FormulaSyntax {
        guard precedence <= FormulaOperator.tightest else { return try operand() }
        let first = try chain(precedence: precedence + 1)
        var links: [FormulaLink] = []
        while case .operator(let found) = current.kind, found.precedence == precedence {
            position += 1
            links.append(FormulaLink(operator: found, operand: try chain(precedence: precedence + 1)))
        }
        return links.isEmpty ? first : .chain(first, links)
    }

    private mutating func operand() throws(FormulaError) -> FormulaSyntax {
        let token = current
        switch token.kind {
        case .number(let number):
            position += 1
            return .number(number)
        case .text(let text):
            position += 1
            return .text(ExactText(text))
        case .field(let name):
            position += 1
            return .field(ExactText(name))
        case .word(let word):
            position += 1
            guard current.kind == .openParenthesis else { return .field(ExactText(word)) }
            return try call(word, at: token.offset)
        case .openParenthesis:
            position += 1
            let inner = try expression()
            guard current.kind == .closeParenthesis else { throw refusal("a closing parenthesis is expected") }
            position += 1
            return inner
        case .operator(.subtract):
            position += 1
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.deepest else { throw refusal("the formula nests deeper than \(Self.deepest) levels") }
            return .negation(try operand())
        case .operator, .closeParenthesis, .comma, .end:
            throw refusal("a value, a field or a function is expected")
        }
    }

    private mutating func call(_ word: String, at offset: Int) throws(FormulaError) -> FormulaSyntax {
        let name = dialect.ignoresFunctionCase ? word.uppercased() : word
        guard let function = FormulaFunction.known[name] else {
            throw FormulaError(
                code: .unknownFunction, offset: offset, reason: "no function \(word) is known (names are upper case)")
        }
        position += 1
        var arguments: [FormulaSyntax] = []
        if current.kind != .closeParenthesis {
            arguments.append(try expression())
            while current.kind == .comma {
                position += 1
                arguments.append(try expression())
            }
        }
        guard current.kind == .closeParenthesis else {
            throw refusal("a comma or a closing parenthesis is expected")
        }
        position += 1
        guard function.arguments.contains(arguments.count) else {
            throw FormulaError(
                code: .wrongArguments, offset: offset,
                reason: "\(name) takes \(function.argumentsText), not \(arguments.count)")
        }
        return .call(name, arguments)
    }

    private func refusal(_ reason: String) -> FormulaError {
        FormulaError(code: .invalidSyntax, offset: current.offset, reason: reason)
    }
}
