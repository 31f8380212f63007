public import FoundationEssentials
public import TableModel

/// A record whose cells were read as a value of your own type.
public struct TypedRecord<Value: Sendable>: Sendable, Identifiable {
    /// The id of the record.
    public let id: RecordID
    /// When the record was created, by the service's clock.
    public let createdTime: Date
    /// The cells, as your type has them.
    public var value: Value

    /// Makes the record of an id from a value, to write it.
    public init(id: RecordID, createdTime: Date, value: Value) {
        self.id = id
        self.createdTime = createdTime
        self.value = value
    }

    init(_ record: Record, _ decoder: FieldsDecoder) throws where Value: Decodable {
        self.init(
            id: record.id, createdTime: record.createdTime, value: try decoder.decode(Value.self, from: record.fields))
    }
}

extension TypedRecord: Equatable where Value: Equatable {}
extension TypedRecord: Hashable where Value: Hashable {}

extension AirtableTable {
    /// Reads records as values of a `Decodable` type whose coding keys are the names of the fields.
    ///
    /// ```swift
    /// for try await user in table.records(as: User.self) { print(user.id, user.value.name) }
    /// ```
    ///
    /// See `FieldsDecoder` for what becomes of empty cells, and ``RecordSequence`` for how it is read. A record that
    /// does not fit ends the sequence with a `DecodingError` that names the field.
    public func records<Value: Decodable & Sendable>(
        as type: Value.Type, _ selection: RecordSelection = RecordSelection(), decoder: FieldsDecoder = FieldsDecoder()
    ) -> AsyncThrowingMapSequence<RecordSequence, TypedRecord<Value>> {
        records(selection).map { record in try TypedRecord(record, decoder) }
    }

    /// Reads one record as a value of a `Decodable` type.
    public func record<Value: Decodable & Sendable>(
        _ id: RecordID, as type: Value.Type, decoder: FieldsDecoder = FieldsDecoder()
    ) async throws -> TypedRecord<Value> {
        try TypedRecord(try await record(id), decoder)
    }

    /// Creates a record for each of `values`, at most 10, and gives them as the service stored them.
    public func createRecords<Value: Codable & Sendable>(
        from values: [Value], typecast: Bool = false, encoder: FieldsEncoder = FieldsEncoder(),
        decoder: FieldsDecoder = FieldsDecoder()
    ) async throws -> [TypedRecord<Value>] {
        let fields = try values.map { try encoder.encode($0) }
        return try await createRecords(fields, typecast: typecast).map { try TypedRecord($0, decoder) }
    }

    /// Writes the cells of `record`'s value to the record, and gives it as the service stored it.
    public func updateRecord<Value: Codable & Sendable>(
        _ record: TypedRecord<Value>, typecast: Bool = false, encoder: FieldsEncoder = FieldsEncoder(),
        decoder: FieldsDecoder = FieldsDecoder()
    ) async throws -> TypedRecord<Value> {
        let change = RecordChange(id: record.id, fields: try encoder.encode(record.value))
        let answer = try await updateRecords([change], typecast: typecast)
        return try TypedRecord(answer[0], decoder)
    }
}
