package import TableModel

/// A row of which a plan knows whether it has a record.
package struct MergeRow: Sendable, Hashable {
    /// The row's line in its source.
    package let line: Int
    /// With an id, the record to update and the cells to write; without one, the record to create, its key among the cells.
    package let element: WriteChunk.Element

    /// Makes the row on `line`.
    package init(line: Int, element: WriteChunk.Element) {
        self.line = line
        self.element = element
    }
}

extension RemoteTable {
    /// Creates and updates as planned.
    ///
    /// Where the service can match the key, creates and updates share requests: c creates and u updates cost
    /// ⌈(c + u) / 10⌉. Otherwise, or unless `sharingRequests`, they cost ⌈c / 10⌉ + ⌈u / 10⌉, creates as plain POST; one whose
    /// answer is lost is then looked up by its key.
    ///
    /// A create that the service answers as an update, since a record with the key came meanwhile, is reported as updated. An
    /// update whose record is gone fails alone.
    ///
    /// - Parameters:
    ///   - rows: The rows, pulled as they are needed; no two of those to create have one key, no two of the others one id.
    ///   - key: The fields by which a row to create is recognised, in ``RunOptions/schema``.
    ///   - sharingRequests: Whether creates may go as upserts.
    ///   - onError: What to do when the service refuses a row.
    ///   - options: How the run writes.
    ///   - outcomes: Gets each row's outcome in input order. What it throws ends the run.
    ///   - untold: Gets the outcomes that the log did not take since it failed, in input order.
    ///   - progress: Runs beside the writing and reads how far it is.
    /// - Throws: As ``bulkCreate(_:onError:options:progress:)``.
    package func merge<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, matching key: [String], sharingRequests: Bool = true, onError: ErrorStrategy = .stop,
        options: RunOptions = RunOptions(), outcomes: (@Sendable (RowOutcome) async throws -> Void)? = nil,
        untold: (@Sendable ([RowOutcome]) -> Void)? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report where Rows.Element == MergeRow {
        let fields = keyFields(key, options.schema)
        let work = Work.merge(key: fields, merges: sharingRequests && isMatched(fields, options.schema))
        return try await engine(rows, work, onError, options, outcomes, progress, untold: untold) { index, row in
            RunItem(index: index, line: row.line, element: row.element)
        }
    }
}
