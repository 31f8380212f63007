/// A formula of the service's language, as in `filterByFormula`, ready to be evaluated on many records.
///
///     let formula = try Formula(parsing: "AND({Active}, {Email}='ada@example.com')")
///     // resolve formula.fieldNames; an unknown one is answered with "Unknown field names: …" in lower case
///     let matches = formula.evaluate(record).isTruthy
struct Formula: Sendable {
    /// The fields as written, names or ids, without braces and escapes, each once, in the order of their first occurrence. How
    /// they are matched with the table (upper and lower case, ids) is for the caller.
    let fieldNames: [String]
    /// The syntax tree that was read.
    let syntax: FormulaSyntax

    private let root: FormulaNode
    private let slotCount: Int

    /// - Throws: what is wrong and where; the service answers all of it with `FormulaError.answer`. An empty text is no formula.
    init(parsing text: String, dialect: FormulaDialect = .strict) throws(FormulaError) {
        syntax = try FormulaParser.parse(text, dialect: dialect)
        var compiler = FormulaCompiler()
        root = compiler.compile(syntax)
        fieldNames = compiler.fieldNames
        slotCount = compiler.slotCount
    }

    /// The formula's value on one record. A filter keeps the record if it `isTruthy`.
    func evaluate(_ context: some FormulaContext) -> FormulaValue {
        var frame = FormulaFrame(context: context, slots: Array(repeating: nil, count: slotCount))
        return root.value(in: &frame)
    }
}
