import FoundationEssentials
import JSONText

/// Writes a value of an `Encodable` type as the cells of a record, by its coding keys.
///
/// An optional that is nil is left out, so that an update leaves the cell as it is; with ``clearsNil`` it is written as
/// null and clears the cell. Dates are written as `2026-03-01T09:30:00.000Z`; a field that holds days, without a time,
/// refuses that, so name such fields in ``dayFields``. URLs are written as text.
public struct FieldsEncoder: Sendable {
    /// The fields that hold days, whose dates are written as `2026-03-01` in UTC.
    public var dayFields: Set<String>
    /// Whether nil clears the cell instead of leaving it out.
    public var clearsNil: Bool

    /// Makes an encoder that is told which fields hold days.
    public init(dayFields: Set<String> = [], clearsNil: Bool = false) {
        self.dayFields = dayFields
        self.clearsNil = clearsNil
    }

    /// Makes an encoder that knows from the schema which fields hold days.
    public init(for table: TableSchema, clearsNil: Bool = false) {
        let days = table.fields.filter { $0.type == .date }
        self.init(dayFields: Set(days.map(\.name) + days.map(\.id.rawValue)), clearsNil: clearsNil)
    }

    /// Writes `value`, which must have coding keys, as cells.
    ///
    /// - Throws: `EncodingError` if `value` is no keyed value, or holds a number that no cell can, or what the type's own
    ///   `encode(to:)` throws.
    public func encode(_ value: some Encodable) throws -> Fields {
        let place = EncodedPlace()
        try value.encode(to: CellEncoder(place: place, codingPath: [], options: self))
        guard case .object(let cells) = place.content else {
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(
                    codingPath: [], debugDescription: "A record is made of named values, as a struct is."))
        }
        return Fields(cells.map { ($0, $1.value) })
    }
}

/// Where an encoder writes to; a class, since containers that are handed out write into the one that they come from.
final class EncodedPlace {
    enum Content {
        case nothing
        case value(FieldValue)
        case list([EncodedPlace])
        case object([(name: String, place: EncodedPlace)])
    }

    var content = Content.nothing

    var value: FieldValue {
        switch content {
        case .nothing: .null
        case .value(let value): value
        case .list(let elements): .list(elements.map(\.value))
        case .object(let members): .object(JSONObject(members.map { ($0.name, $0.place.value.json) }))
        }
    }

    /// The place of the member of that name, made if there is none.
    func member(_ name: String) -> EncodedPlace {
        var members: [(name: String, place: EncodedPlace)] = []
        if case .object(let present) = content { members = present }
        if let present = members.first(where: { $0.name == name }) { return present.place }
        let place = EncodedPlace()
        content = .object(members + [(name, place)])
        return place
    }

    /// The place of a new last element.
    func element() -> EncodedPlace {
        var elements: [EncodedPlace] = []
        if case .list(let present) = content { elements = present }
        let place = EncodedPlace()
        content = .list(elements + [place])
        return place
    }
}

/// Writes one value to one place.
struct CellEncoder: Encoder {
    let place: EncodedPlace
    let codingPath: [any CodingKey]
    let options: FieldsEncoder
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .nothing = place.content { place.content = .object([]) }
        return KeyedEncodingContainer(
            EncodedCells<Key>(place: place, codingPath: codingPath, options: options))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .nothing = place.content { place.content = .list([]) }
        return EncodedList(place: place, codingPath: codingPath, options: options)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension CellEncoder: SingleValueEncodingContainer {
    func encodeNil() { place.content = .value(.null) }
    func encode(_ value: Bool) { place.content = .value(.bool(value)) }
    func encode(_ value: String) { place.content = .value(.string(value)) }
    func encode(_ value: Float) throws { try number(Double(value)) }
    func encode(_ value: Double) throws { try number(value) }

    func encode<Value: Encodable>(_ value: Value) throws {
        switch value {
        case let date as Date:
            let isDay = codingPath.first.map { options.dayFields.contains($0.stringValue) } ?? false
            place.content = .value(.string(isDay ? Timestamp.dayText(date) : Timestamp.text(date)))
        case let url as URL: place.content = .value(.string(url.absoluteString))
        case let decimal as Decimal: try number(Double("\(decimal)") ?? .nan)
        case let value as FieldValue: place.content = .value(value)
        case let integer as any BinaryInteger: try whole(integer)
        default: try value.encode(to: self)
        }
    }

    private func number(_ value: Double) throws {
        guard value.isFinite else { throw refused(value, "is infinite or not a number") }
        place.content = .value(.number(value))
    }

    /// Cells are doubles; an integer that would change on the way is refused.
    private func whole(_ value: some BinaryInteger) throws {
        guard let number = Double(exactly: value) else { throw refused(value, "does not fit a number cell exactly") }
        place.content = .value(.number(number))
    }

    private func refused(_ value: Any, _ reason: String) -> EncodingError {
        let field = codingPath.map(\.stringValue).joined(separator: ".")
        return .invalidValue(
            value,
            EncodingError.Context(codingPath: codingPath, debugDescription: "The number for \"\(field)\" \(reason)."))
    }
}
