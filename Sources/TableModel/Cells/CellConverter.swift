import JSONText

/// Turns source values – CSV text or JSON values – into what a field's cells are sent as.
///
/// An empty text and null clear the cell, whatever the type; text of nothing but whitespace does so too, except in text
/// fields and barcodes. Strings are read alike whether they come from CSV or JSON. What each type takes:
///
/// - **Text kinds** take text as it is; numbers in their shortest form; `true` and `false`; lists as `a, b`; objects as
///   JSON text.
/// - **number, currency** take decimal numbers (see below). In a currency field the field's own symbol may stand before
///   or after the digits.
/// - **percent** takes `12.5%` for 0.125. A bare number is the fraction that the service stores, and in text must lie
///   within ±1.
/// - **duration** takes seconds, `h:mm:ss` with any fraction, and `h:mm` if the field shows no seconds.
/// - **rating** takes whole numbers from 1 to the field's maximum, 10 if it does not say.
/// - **checkbox** takes true t yes y on 1 x checked ✓ ✔ ☑ and false f no n off 0 unchecked ☐, in any case.
/// - **singleSelect** takes the exact name of a choice; outer whitespace is forgiven.
/// - **multipleSelects** takes names separated by commas, trimmed; one with a comma stands in double quotes.
/// - **date** takes `YYYY-MM-DD`: days that exist, in the years 100 to 9999.
/// - **dateTime** takes ISO 8601, and JSON numbers as milliseconds since 1970; it sends UTC with milliseconds.
/// - **multipleRecordLinks** takes record ids separated by commas, and the primary texts of records that
///   ``LinkedNames`` has; other text only with typecast. A text with a comma stands in double quotes.
/// - **multipleAttachments** takes http(s) addresses separated by spaces; JSON objects with `url` or `id`.
/// - **Collaborators** are e-mail addresses or user ids; JSON objects with `email` or `id`.
/// - **barcode** takes text; a JSON object with `text` and perhaps `type`.
/// - **Computed types** take nothing. **Unknown types** take anything, and it is sent as it is.
///
/// Numbers are read without a locale: `1,234.50` has one meaning everywhere and is taken, `1,234` and `1.234,50` are
/// refused. Exponents are taken; other scripts' digits, `0x10`, `NaN` and `Infinity` are not. A whole number that no
/// double holds, such as 9007199254740993, is refused, since the service would store another one. The percentage rule
/// is a trap avoided: the service takes 12.5 for 1250 %, people mean 12.5 %; so text has to say which. JSON numbers
/// are taken as the service's own.
///
/// A dateTime without `Z` or offset is sent as UTC if the field's zone is `utc` or `client`, as the service reads it
/// (airtable-api.md 4.4), and as it stands if the zone is another one. `3/4/2024` is refused everywhere.
///
/// With `typecast`, strings that are not understood here are sent as they are, for the service to try; what is
/// understood is converted here all the same. Unknown choices are then created by the service. Only numbers that would
/// lose digits stay refused.
public struct CellConverter: Sendable {
    let kind: CellKind
    /// Whether the service will convert strings itself (`typecast` in the request).
    public let typecast: Bool
    /// In one place, so that handing a converter on costs no more than a reference.
    private let parts: Parts

    /// Makes the converter of a field. It reads the field's choices once, so keep it for all rows.
    public init(field: FieldSchema, typecast: Bool = false, names: LinkedNames = LinkedNames()) {
        self.typecast = typecast
        kind = CellKind(field.type)
        parts = Parts(field: field, names: names)
    }

    /// The field whose cells are made.
    public var field: FieldSchema { parts.field }

    /// The records of the table that a link field links to, by what they are called; nil if that is not known.
    var linkedTable: LinkedNames.Table? { parts.linkedTable }

    /// The names of the field's choices as the schema spells them, found by any spelling that Swift takes for equal
    /// (accents composed or not); nil if the schema lists none, so that any name has to be let through.
    var choices: [String: String]? { parts.choices }

    /// The `timeZone` option: `utc`, `client` or an IANA name; nil if the schema does not say.
    var timeZone: String? { parts.timeZone }

    /// The value to send for `source`.
    ///
    /// - Throws: A ``CellProblem`` if the field cannot take the value. Fields of computed types take none, not even
    ///   a blank.
    public func value(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard kind != .computed else { throw .computed(field) }
        switch source {
        case .null, .string(""), .list([]): return .null
        case .number(let number) where !number.isFinite:
            throw CellProblem(
                field, refuses: .string("\(number)"), remedy: "leave the cell empty, or write a finite number")
        case .string where kind.isText: return source
        case .string(let text) where kind != .barcode && text.isOnlySpace: return .null
        default: break
        }
        if kind.isText { return .string(PlainText.of(source)) }
        do throws(CellProblem) {
            return try converted(source)
        } catch {
            if typecast, error.typecastMayHelp, case .string = source { return source }
            throw error
        }
    }

    private func converted(_ source: FieldValue) throws(CellProblem) -> FieldValue {
        switch kind {
        case .number: try number(from: source)
        case .currency: try currency(from: source)
        case .percent: try percent(from: source)
        case .duration: try duration(from: source)
        case .rating: try rating(from: source)
        case .checkbox: try checkbox(from: source)
        case .choice: try choice(from: source)
        case .choices: try choiceList(from: source)
        case .date: try date(from: source)
        case .dateTime: try dateTime(from: source)
        case .links: try links(from: source)
        case .attachments: try attachments(from: source)
        case .collaborator: try collaborator(from: source)
        case .collaborators: try collaborators(from: source)
        case .barcode: try barcode(from: source)
        case .line, .address, .lines, .computed, .other: source
        }
    }

    /// The problem of a value that is not understood here. Strings may be understood by the service, with typecast.
    func refusal(_ value: FieldValue, _ detail: String = "", remedy: String) -> CellProblem {
        guard case .string = value else { return CellProblem(field, refuses: value, detail, remedy: remedy) }
        return CellProblem(
            field, refuses: value, detail, remedy: remedy + ", or --typecast", typecastMayHelp: true)
    }
}

extension CellConverter {
    /// What does not change from cell to cell.
    private final class Parts: Sendable {
        let field: FieldSchema
        let linkedTable: LinkedNames.Table?
        let choices: [String: String]?
        let timeZone: String?

        init(field: FieldSchema, names: LinkedNames) {
            self.field = field
            linkedTable = field.linkedTableID.flatMap(names.table)
            choices = field.options["choices"]?.arrayValue.map { _ in
                Dictionary(field.choiceNames.map { ($0, $0) }) { first, _ in first }
            }
            timeZone = field.options["timeZone"]?.stringValue
        }
    }
}
