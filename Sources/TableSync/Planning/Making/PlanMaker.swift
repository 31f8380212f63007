package import TableModel

/// Makes plans: pulls rows, holds them against a snapshot, and writes the steps to a file.
///
/// Memory: some 70 bytes for each record of the snapshot, some 30 for each row whose key is new, and a few hundred rows.
package struct PlanMaker: Sendable {
    private let request: PlanRequest
    private let convert: @Sendable (Row) -> ConvertedRow

    /// - Parameters:
    ///   - request: What is asked for.
    ///   - convert: Gives the cells of a row as they would be sent. What decides how it does so must be in
    ///     `ManagedFields.conversion`.
    package init(_ request: PlanRequest, convert: @escaping @Sendable (Row) -> ConvertedRow) {
        self.request = request
        self.convert = convert
    }

    /// Makes the plan that brings a table from what `snapshot` holds to what `rows` say.
    ///
    /// Look at ``Plan/findings`` before carrying it out: a plan that must not be is made all the same, so that it can be shown.
    ///
    /// Runs apart from the caller's actor: a source whose rows do not come from there would be switched to for every row.
    ///
    /// - Throws: ``PlanFileError``, ``SnapshotChanged``, what the rows and the snapshot throw, or `CancellationError`.
    @concurrent package func plan<Rows: AsyncSequence & Sendable>(
        of rows: Rows, against snapshot: some RecordSource, to destination: PlanDestination
    ) async throws -> Plan where Rows.Element == Row {
        var making = try PlanMaking(request, snapshot: snapshot, destination: destination, convert: convert)
        for try await row in rows { try making.take(row) }
        return try making.finish()
    }
}
