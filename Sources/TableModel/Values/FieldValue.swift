public import JSONText

/// The value of one cell, as the service exchanges it.
///
/// Dates are text here (`2026-03-01`, `2026-03-01T09:30:00.000Z`), and numbers are doubles because the service stores
/// doubles: integers beyond 2^53 do not survive it.
public enum FieldValue: Sendable, Hashable {
    /// Clears the cell when written; never read, since the service omits empty cells.
    case null
    /// A checkbox, or a computed truth value. Read only as true: the service omits false.
    case bool(Bool)
    /// A number, a fraction of 1 for percentages, seconds for durations, stars for ratings.
    case number(Double)
    /// Text, the name of a choice, a day or an instant.
    case string(String)
    /// Choices, links, attachments, and the results of look-ups.
    case list([FieldValue])
    /// Attachments, collaborators, barcodes, and error values of computed cells.
    case object(JSONObject)
}

extension FieldValue {
    /// The value that a JSON text holds. Numbers become doubles; arrays are converted element by element.
    public init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let number): self = .number(number.doubleValue)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .list(elements.map { FieldValue($0) })
        case .object(let object): self = .object(object)
        }
    }

    /// This value as JSON. Whole numbers are written without a fraction; a number that is not finite becomes `null`,
    /// since JSON has no text for it.
    public var json: JSONValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .number(let number): JSONNumber(number).map(JSONValue.number) ?? .null
        case .string(let text): .string(text)
        case .list(let elements): .array(elements.map(\.json))
        case .object(let object): .object(object)
        }
    }

    /// Whether the service treats the value as an empty cell: null, `""`, `false` or an empty list.
    public var isBlank: Bool {
        switch self {
        case .null, .bool(false): true
        case .string(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .bool(true), .number, .object: false
        }
    }
}

extension FieldValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
    /// Makes a ``bool(_:)``.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a ``number(_:)``.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// Makes a ``number(_:)``.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Makes a ``string(_:)``.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes a ``list(_:)``.
    public init(arrayLiteral elements: FieldValue...) { self = .list(elements) }
}
