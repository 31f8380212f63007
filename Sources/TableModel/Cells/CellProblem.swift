/// Why a source value cannot be written into a field, and what to do about it.
///
/// `description` is a sentence without its capital and full stop, so that a caller can put file, line and column before
/// it: `field "Due" does not accept "soon"; use YYYY-MM-DD, or --typecast`.
public struct CellProblem: Error, Sendable, Hashable {
    /// The field's name.
    public var field: String
    /// The value, cut to ``excerptLength`` characters, with control characters escaped; nil if no value is at fault.
    public var value: String?
    /// What is wrong, as a predicate of the field: `does not accept "soon"`.
    public var reason: String
    /// What the user can do, as a command: `use YYYY-MM-DD, or --typecast`.
    public var remedy: String
    /// Whether the service may make something of the value if the request says `typecast`; the remedy then says so.
    public var typecastMayHelp: Bool

    /// Makes a problem; the parts are put together by ``description``.
    public init(
        field: String, value: String? = nil, reason: String, remedy: String, typecastMayHelp: Bool = false
    ) {
        self.field = field
        self.value = value
        self.reason = reason
        self.remedy = remedy
        self.typecastMayHelp = typecastMayHelp
    }

    /// How many characters of a value a message shows: enough to recognise a cell, short enough for a line.
    public static let excerptLength = 40
}

extension CellProblem: CustomStringConvertible {
    /// `field "Due" does not accept "soon"; use YYYY-MM-DD, or --typecast`.
    public var description: String { "field \"\(field)\" \(reason); \(remedy)" }
}

extension CellProblem {
    /// The problem of any value for a field that the service computes.
    public static func computed(_ field: FieldSchema) -> CellProblem {
        CellProblem(
            field: field.name, reason: "is computed by the service and cannot be written",
            remedy: "remove the column, or --ignore \"\(field.name)\"")
    }

    /// The problem of a value that the field does not take. `detail` follows the value as it stands.
    init(
        _ field: FieldSchema, refuses value: FieldValue, _ detail: String = "", remedy: String,
        typecastMayHelp: Bool = false
    ) {
        let excerpt = Self.excerpt(of: value)
        let shown: String
        switch value {
        case .string: shown = "\"\(excerpt)\""
        case .list, .object: shown = "the JSON value \(excerpt)"
        case .null, .bool, .number: shown = excerpt
        }
        self.init(
            field: field.name, value: excerpt, reason: "does not accept \(shown)\(detail)", remedy: remedy,
            typecastMayHelp: typecastMayHelp)
    }

    /// The beginning of a value as one line of printable text.
    static func excerpt(of value: FieldValue) -> String {
        let text: String
        switch value {
        case .string(let string): text = string
        case .null, .bool, .number, .list, .object: text = PlainText.of(value)
        }
        var excerpt = ""
        for (count, character) in text.enumerated() {
            guard count < excerptLength else { return excerpt + "…" }
            switch character {
            case "\n", "\r\n": excerpt += "\\n"
            case "\r": excerpt += "\\r"
            case "\t": excerpt += "\\t"
            default:
                let isControl = character.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
                }
                excerpt += isControl ? "\u{FFFD}" : String(character)
            }
        }
        return excerpt
    }
}
