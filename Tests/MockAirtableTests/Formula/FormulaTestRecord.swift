import Testing

@testable import MockAirtable

/// A record given by its cells; a field that is not named is empty.
struct FormulaTestRecord: FormulaContext {
    var cells: [FormulaValue]
    var recordID = "recAAAAAAAAAAAAAA"
    /// 2024-01-01T00:00:00Z
    var createdTime: Int64 = 1_704_067_200_000
    /// 2024-02-01T00:00:00Z
    var lastModifiedTime: Int64 = 1_706_745_600_000
    /// 2024-02-29T12:30:45.678Z
    var now: Int64 = 1_709_209_845_678

    func value(ofField position: Int) -> FormulaValue { cells[position] }
}

/// The value of `text` on a record with these cells.
func evaluate(_ text: String, _ cells: [String: FormulaValue] = [:]) throws -> FormulaValue {
    let formula = try Formula(parsing: text)
    return formula.evaluate(FormulaTestRecord(cells: formula.fieldNames.map { cells[$0] ?? .blank }))
}

/// One line of a table: a formula, the cells of the record, and what comes out.
struct FormulaLine: Sendable, CustomTestStringConvertible {
    var text: String
    var cells: [String: FormulaValue]
    var expected: FormulaValue

    init(_ text: String, _ expected: FormulaValue) { self.init(text, [:], expected) }

    init(_ text: String, _ cells: [String: FormulaValue], _ expected: FormulaValue) {
        self.text = text
        self.cells = cells
        self.expected = expected
    }

    var testDescription: String { cells.isEmpty ? text : "\(text) with \(cells)" }

    func check(_ location: SourceLocation = #_sourceLocation) throws {
        let found = try evaluate(text, cells)
        if case .number(let number) = expected, number.isNaN, case .number(let other) = found {
            #expect(other.isNaN, sourceLocation: location)
        } else {
            #expect(found == expected, sourceLocation: location)
        }
    }
}

/// Values are written as plain literals in the tables.
extension FormulaValue: ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringLiteral
{
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(stringLiteral value: String) { self = .text(value) }
}

extension FormulaValue {
    /// A date or a point in time written in ISO form.
    static func at(_ iso: String, _ location: SourceLocation = #_sourceLocation) -> FormulaValue {
        guard let date = FormulaDate(iso: iso) else {
            Issue.record("not a date: \(iso)", sourceLocation: location)
            return .error
        }
        return .dateTime(date)
    }

    static func texts(_ texts: String...) -> FormulaValue { .list(texts.map(FormulaValue.text)) }
}
