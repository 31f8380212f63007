public import FoundationEssentials
import TableModel

/// A formula of the service's language, built from parts instead of text, so that no value can break out of its quotes.
///
/// ```swift
/// let open = Formula.field("Status").equals("open") && .field("Due").isBefore(tomorrow)
/// let selection = RecordSelection(.matching(open))
/// ```
///
/// `description` is the text that is sent. Two habits of the language to know: text is compared with its case, and a
/// blank cell equals `""` and 0 (tell 0 from blank by ``isBlank``).
public indirect enum Formula: Sendable, Hashable {
    /// A cell of the record, by the field's name or id. A name with more than one `}` does not work in the service's
    /// parser; name such a field by its id.
    case field(String)
    /// A text.
    case text(String)
    /// A number. Infinities and NaN are written as `ERROR()`, which no record matches.
    case number(Double)
    /// A function by name, such as `LOWER`.
    case function(String, [Formula])
    case comparison(Formula, Comparison, Formula)
    /// Texts joined with `&`; blank counts as `""`.
    case joined([Formula])
    /// Text of the language, taken as it is, in parentheses where others stand beside it. Never put a value into it.
    case raw(String)

    /// An operator between two values.
    public enum Comparison: String, Sendable, Hashable {
        case equal = "="
        case unequal = "!="
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }
}

// MARK: - Conditions

extension Formula {
    /// Whether this equals `other`; texts with their case, numbers by magnitude.
    public func equals(_ other: Formula) -> Formula { .comparison(self, .equal, other) }
    /// Whether this does not equal `other`.
    public func differs(from other: Formula) -> Formula { .comparison(self, .unequal, other) }
    /// Whether this is less than `other`; for numbers.
    public func isLess(than other: Formula) -> Formula { .comparison(self, .less, other) }
    /// Whether this is less than `other` or equal to it; for numbers.
    public func isAtMost(_ other: Formula) -> Formula { .comparison(self, .atMost, other) }
    /// Whether this is greater than `other`; for numbers.
    public func isGreater(than other: Formula) -> Formula { .comparison(self, .greater, other) }
    /// Whether this is greater than `other` or equal to it; for numbers.
    public func isAtLeast(_ other: Formula) -> Formula { .comparison(self, .atLeast, other) }

    /// Whether `text` occurs in this one, with its case.
    public func contains(_ text: String) -> Formula { .function("FIND", [.text(text), self]).isGreater(than: 0) }

    /// Whether the cell is empty. Unlike a comparison with `BLANK()`, this does not hold for the number 0.
    public var isBlank: Formula { Formula.joined([self, .text("")]).equals("") }

    /// Whether this date lies before `date`, and not at the same instant.
    public func isBefore(_ date: Date) -> Formula { .function("IS_BEFORE", [self, .instant(date)]) }

    /// Whether this date lies after `date`, and not at the same instant.
    public func isAfter(_ date: Date) -> Formula { .function("IS_AFTER", [self, .instant(date)]) }

    /// Whether this date lies on the day `text`, `YYYY-MM-DD`, in UTC.
    public func isDay(_ text: String) -> Formula {
        Formula.function("DATETIME_FORMAT", [self, "YYYY-MM-DD"]).equals(.text(text))
    }

    /// All of `conditions`; true when there are none.
    public static func all(_ conditions: [Formula]) -> Formula {
        switch conditions.count {
        case 0: .function("TRUE", [])
        case 1: conditions[0]
        default: .function("AND", conditions)
        }
    }

    /// One of `conditions` or more; false when there are none.
    public static func any(_ conditions: [Formula]) -> Formula {
        switch conditions.count {
        case 0: .function("FALSE", [])
        case 1: conditions[0]
        default: .function("OR", conditions)
        }
    }

    /// An instant, to the millisecond.
    public static func instant(_ date: Date) -> Formula {
        .function("DATETIME_PARSE", [.text(Timestamp.text(date))])
    }

    /// The record's id.
    public static let recordID = Formula.function("RECORD_ID", [])
    /// When the record was created.
    public static let createdTime = Formula.function("CREATED_TIME", [])
    /// When the record was last changed by a user or a program.
    public static let lastModifiedTime = Formula.function("LAST_MODIFIED_TIME", [])

    /// Whether both hold.
    public static func && (left: Formula, right: Formula) -> Formula { .function("AND", [left, right]) }
    /// Whether one of them holds, or both.
    public static func || (left: Formula, right: Formula) -> Formula { .function("OR", [left, right]) }
    /// Whether the condition does not hold; for a cell: whether it is blank, 0 or not checked.
    public static prefix func ! (condition: Formula) -> Formula { .function("NOT", [condition]) }
}

extension Formula: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// A text, not a field: fields are ``field(_:)``.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
}
