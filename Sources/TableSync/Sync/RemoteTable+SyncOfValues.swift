import AsyncAlgorithms
public import TableModel

extension RemoteTable {
    /// Makes a plan of values of an `Encodable` type and carries it out at once.
    ///
    ///     let report = try await users.sync(customers, matching: ["email"], options: options)
    ///
    /// See ``TableModel/ReadableTable/plan(_:matching:options:encoder:savingTo:)`` for what becomes of values.
    ///
    /// - Throws: What planning and ``apply(_:options:verifies:skipsDrifted:progress:)`` throw.
    public func sync<Values: AsyncSequence & Sendable>(
        _ values: Values, matching key: [String], options: SyncOptions, encoder: FieldsEncoder? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> SyncReport where Values.Element: Encodable {
        let rows = EncodedRows(values: values, encoder: encoder ?? FieldsEncoder(for: options.schema))
        return try await sync(rows, matching: key, options: options, progress: progress)
    }

    /// Makes a plan of values that are in memory and carries it out at once.
    ///
    /// - Throws: As for a sequence of values.
    public func sync<Value: Encodable & Sendable>(
        _ values: [Value], matching key: [String], options: SyncOptions, encoder: FieldsEncoder? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> SyncReport {
        try await sync(values.async, matching: key, options: options, encoder: encoder, progress: progress)
    }
}
