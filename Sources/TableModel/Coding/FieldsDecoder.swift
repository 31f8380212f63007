import JSONText

/// Reads the cells of a record as a value of a `Decodable` type whose coding keys are the names of the fields.
///
/// ```swift
/// struct User: Decodable {
///     var name: String
///     var age: Int?
///     var isActive: Bool
///     enum CodingKeys: String, CodingKey { case name = "Name", age = "Age", isActive = "Active" }
/// }
/// let user = try FieldsDecoder().decode(User.self, from: record.fields)
/// ```
///
/// The service omits empty cells, and a type says what it makes of that: an optional is nil, and otherwise an absent
/// checkbox is false, an absent text `""` and an absent list empty. Numbers, dates and whatever else has no empty value
/// need an optional or one of the ``defaults``. Dates are read from `2026-03-01` (midnight in UTC) and
/// `2026-03-01T09:30:00.000Z`, integers from numbers without a fraction, URLs from text.
public struct FieldsDecoder: Sendable {
    /// The cells of a record that has none of that name; they come before the rule for empty cells.
    public var defaults: Fields

    /// Makes a decoder that takes absent cells from `defaults`.
    public init(defaults: Fields = Fields()) { self.defaults = defaults }

    /// Makes a decoder that takes absent cells from `value`.
    ///
    /// - Throws: `EncodingError` if `value` cannot be written as cells.
    public init(defaultsOf value: some Encodable) throws {
        defaults = try FieldsEncoder().encode(value)
    }

    /// Reads `fields` as a `Value`.
    ///
    /// - Throws: `DecodingError` naming the field that does not fit, or what the type's own `init(from:)` throws.
    public func decode<Value: Decodable>(_ type: Value.Type, from fields: Fields) throws -> Value {
        var cells = fields
        for (name, value) in defaults where cells[name] == nil { cells[name] = value }
        return try Value(from: CellDecoder(value: .cells(cells), codingPath: []))
    }
}

/// A place in a record, and how it is read.
struct CellDecoder: Decoder {
    /// What stands there.
    enum Value {
        /// The record itself, or an object within a cell.
        case cells(Fields)
        case value(FieldValue)
        /// Nothing: the cell is empty.
        case absent
    }

    var value: Value
    var codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        switch value {
        case .cells(let cells):
            return KeyedDecodingContainer(CellsContainer(cells: cells, codingPath: codingPath))
        case .value(.object(let object)):
            let cells = Fields(uniqueNames: object.names, values: object.values.map { FieldValue($0) })
            return KeyedDecodingContainer(CellsContainer(cells: cells, codingPath: codingPath))
        case .value, .absent: throw mismatch([String: FieldValue].self, "an object")
        }
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch value {
        case .value(.list(let elements)): return ListContainer(elements: elements, codingPath: codingPath)
        case .absent: return ListContainer(elements: [], codingPath: codingPath)
        case .cells, .value: throw mismatch([FieldValue].self, "a list")
        }
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        let field = codingPath.map(\.stringValue).joined(separator: ".")
        let place = field.isEmpty ? "The record" : "Field \"\(field)\""
        let context = DecodingError.Context(
            codingPath: codingPath, debugDescription: "\(place) holds \(kind), where \(wanted) was expected.")
        if case .absent = value { return .valueNotFound(type, context) }
        return .typeMismatch(type, context)
    }

    private var kind: String {
        switch value {
        case .cells, .value(.object): "an object"
        case .value(.null), .absent: "nothing"
        case .value(.bool): "a checkbox"
        case .value(.number): "a number"
        case .value(.string): "a text"
        case .value(.list): "a list"
        }
    }
}
