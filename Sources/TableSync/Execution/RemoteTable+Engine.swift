import TableModel

extension RemoteTable {
    /// Carries out `work` on the rows of any sequence, of whose elements `item` makes rows.
    func engine<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, _ work: Work, _ onError: ErrorStrategy, _ options: RunOptions,
        _ outcomes: (@Sendable (RowOutcome) async throws -> Void)?,
        _ progress: (@Sendable (ProgressUpdates) async -> Void)?,
        untold: (@Sendable ([RowOutcome]) -> Void)? = nil,
        item: @escaping @Sendable (Int, Rows.Element) -> RunItem
    ) async throws -> Report {
        let run = Run(table: self, work: work, onError: onError, options: options, outcomes: outcomes, untold: untold)
        return try await ProgressUpdates.following(progress) { try await run(rows, progress: $0, item: item) }
    }

    /// The fields of a key; of unknown type without a schema.
    func keyFields(_ key: [String], _ schema: TableSchema?) -> [FieldSchema] {
        precondition(!key.isEmpty, "Rows need at least one field to be matched on.")
        return key.map { FieldSchema.orUntyped($0, in: schema) }
    }

    /// Whether the service matches a key of these fields itself.
    func isMatched(_ fields: [FieldSchema], _ schema: TableSchema?) -> Bool {
        fields.count <= limits.mergeFields
            && (schema == nil || fields.allSatisfy { limits.mergeableTypes.contains($0.type) })
    }
}
