/// What an expression yields (airtable-api.md 9.3 and 9.4).
enum FormulaValue: Hashable, Sendable {
    /// An empty cell, an unchecked checkbox, `BLANK()`.
    case blank
    case number(Double)
    case text(String)
    /// A checkbox, or the answer of a comparison; counts as 1 or 0.
    case boolean(Bool)
    case dateTime(FormulaDate)
    /// Multiple selects, lookups, links: text joined with `, ` wherever one value is wanted.
    case list([FormulaValue])
    /// `#ERROR!`. Also the answer where the behaviour of the real service is not known: the record then matches neither the
    /// condition nor its opposite.
    case error

    /// Whether a record with this result passes the filter: everything but blank, 0, false, `""`, NaN, an empty list and an
    /// error (airtable-api.md 2.1).
    var isTruthy: Bool {
        switch self {
        case .blank, .error: false
        case .number(let number): number != 0 && !number.isNaN
        case .text(let text): !text.isEmpty
        case .boolean(let boolean): boolean
        case .dateTime: true
        case .list(let elements): !elements.isEmpty
        }
    }

    /// The value where text is wanted: blank is empty, whole numbers have no `.0`, a date begins with its ISO date and lists are
    /// joined with `, `.
    var text: String {
        switch self {
        case .blank: ""
        case .number(let number): FormulaNumber.text(of: number)
        case .text(let text): text
        case .boolean(let boolean): boolean ? "1" : "0"
        case .dateTime(let date): date.isoText
        case .list(let elements): elements.lazy.map(\.text).joined(separator: ", ")
        case .error: "#ERROR!"
        }
    }

    /// The value where a number is wanted: blank is 0, a boolean 1 or 0. `nil` where that is not known to work: text, dates, lists.
    var number: Double? {
        switch self {
        case .blank: 0
        case .number(let number): number
        case .boolean(let boolean): boolean ? 1 : 0
        case .text, .dateTime, .list, .error: nil
        }
    }

    /// The value where a date is wanted: a date, or text in ISO form (`2024-01-31`, `2024-01-31T10:00:00.000Z`). `nil` otherwise.
    var date: FormulaDate? {
        switch self {
        case .dateTime(let date): date
        case .text(let text): FormulaDate(iso: text)
        case .blank, .number, .boolean, .list, .error: nil
        }
    }

    var isError: Bool { if case .error = self { true } else { false } }

    var isBlank: Bool { if case .blank = self { true } else { false } }
}
