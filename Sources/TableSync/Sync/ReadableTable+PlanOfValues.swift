import AsyncAlgorithms
public import TableModel

extension ReadableTable {
    /// Makes a plan of values of an `Encodable` type whose coding keys are the names of fields; otherwise as for rows.
    ///
    ///     struct User: Encodable {
    ///         var email: String
    ///         var seats: Int?
    ///     }
    ///     let plan = try await users.plan(customers, matching: ["email"], options: options)
    ///
    /// The first value is line 1. An optional that is nil leaves the cell as it is, unless the encoder clears it.
    ///
    /// - Parameters:
    ///   - values: Read once, and kept as rows in a file without a name meanwhile. Constant memory.
    ///   - key: One to three coding keys by which a value finds its record.
    ///   - options: The table, and what the plan may do.
    ///   - encoder: Makes cells of values; nil for one that knows the fields of `options.schema`.
    ///   - path: Where the plan is saved; nil for a plan that is gone with the last who holds it.
    /// - Throws: `EncodingError` for a value that no record can hold, and what a plan of rows throws.
    public func plan<Values: AsyncSequence & Sendable>(
        _ values: Values, matching key: [String], options: SyncOptions, encoder: FieldsEncoder? = nil,
        savingTo path: String? = nil
    ) async throws -> Plan where Values.Element: Encodable {
        let rows = EncodedRows(values: values, encoder: encoder ?? FieldsEncoder(for: options.schema))
        return try await plan(rows, matching: key, options: options, savingTo: path)
    }

    /// Makes a plan of values that are in memory; otherwise as for a sequence of them.
    public func plan<Value: Encodable & Sendable>(
        _ values: [Value], matching key: [String], options: SyncOptions, encoder: FieldsEncoder? = nil,
        savingTo path: String? = nil
    ) async throws -> Plan {
        try await plan(values.async, matching: key, options: options, encoder: encoder, savingTo: path)
    }
}
