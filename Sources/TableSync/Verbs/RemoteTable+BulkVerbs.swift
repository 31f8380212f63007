import AsyncAlgorithms
public import TableModel

/// The verbs that take more than one request. All of them are one engine: chunks of what the service takes at once, several
/// under way at a time, lost answers settled before anything is repeated, bad rows found among their neighbours.
///
/// With ``RunOptions/journal`` a run can be resumed and undone, and rolled back if a row fails (``ErrorStrategy/rollback``).
/// Records are then read before they are deleted, and for a rollback also before they are changed: ⌈n/100⌉ requests for n.
extension RemoteTable {
    /// Creates a record for each of `rows`, ten a request.
    ///
    ///     let report = try await users.bulkCreate([["Name": "Ada"], ["Name": "Grace"]])
    ///     for record in report.outcomes.map(\.record) { print(record?.id ?? "failed") }
    ///
    /// A create has no key by which it could be recognised: if its answer is lost, the records that appeared since are
    /// compared with the rows half a minute later; if they do not tell, the run stops with the rows reported as unknown.
    ///
    /// - Parameters:
    ///   - rows: The cells of each record; ⌈n/10⌉ requests for n rows.
    ///   - onError: What to do when the service refuses a row.
    ///   - options: How the run writes.
    ///   - progress: Runs beside the writing and reads how far it is; it is cancelled when the writing has ended. If the run is
    ///     rolled back, it runs again beside each part of that, and reads how far that part is.
    /// - Returns: A report with an outcome for each row, in the order of `rows`.
    /// - Throws: `CancellationError` if the task was cancelled, after what was under way had ended; ``InterruptedRun`` if
    ///   the log failed; with a journal ``RunInProgress`` and ``JournalError``, and for a rollback without what it needs
    ///   ``RollbackUnprepared``. A row that was refused is in the report and not thrown.
    public func bulkCreate(
        _ rows: [Fields], onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report {
        try await collect(rows.map { WriteChunk.Element(fields: $0) }, .create, onError, options, progress)
    }

    /// Creates a record for each row of a sequence, in constant memory; see ``bulkCreate(_:onError:options:progress:)``.
    ///
    /// - Parameters:
    ///   - rows: The rows, pulled as they are needed.
    ///   - onError: What to do when the service refuses a row.
    ///   - options: How the run writes.
    ///   - outcomes: Gets each row's outcome in input order. What it throws ends the run.
    ///   - progress: Runs beside the writing and reads how far it is; it is cancelled when the writing has ended. If the run is
    ///     rolled back, it runs again beside each part of that, and reads how far that part is.
    public func bulkCreate<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        outcomes: (@Sendable (RowOutcome) async throws -> Void)? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report where Rows.Element == Row {
        try await run(rows, .create, onError, options, outcomes, progress)
    }

    /// Creates or updates a record for each of `rows`, recognised by the value of one to three fields.
    ///
    ///     let report = try await users.upsert(rows, matching: "email", onError: .continue) { progress in
    ///         for await p in progress { print(p.rowsDone) }
    ///     }
    ///
    /// Keys of a type that the service matches itself (`RemoteLimits.mergeableTypes`) cost ⌈n/10⌉ requests. Others, an
    /// `email` field for instance, are read first (⌈n/100⌉ requests more) and written by id. ``RunOptions/schema`` tells
    /// the types. A row whose key another row of the same call has, or that has no key, fails without being sent.
    ///
    /// - Throws: As ``bulkCreate(_:onError:options:progress:)``.
    public func upsert(
        _ rows: [Fields], matching key: String..., onError: ErrorStrategy = .stop,
        options: RunOptions = RunOptions(),
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report {
        let work = upsertWork(key, onError, options.schema)
        return try await collect(rows.map { WriteChunk.Element(fields: $0) }, work, onError, options, progress)
    }

    /// Creates or updates a record for each row of a sequence, in constant memory but for some 40 bytes a key; see
    /// ``upsert(_:matching:onError:options:progress:)``.
    public func upsert<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, matching key: [String], onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        outcomes: (@Sendable (RowOutcome) async throws -> Void)? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report where Rows.Element == Row {
        try await run(rows, upsertWork(key, onError, options.schema), onError, options, outcomes, progress)
    }

    /// Changes the cells that are mentioned of the records with these ids, and leaves all others.
    ///
    /// - Parameters:
    ///   - changes: The new cells of each record; ⌈n/10⌉ requests for n records.
    ///   - replacing: Clears every writable cell that is not mentioned; the service cannot bring it back.
    ///   - onError: What to do when the service refuses a row.
    ///   - options: How the run writes.
    ///   - progress: Runs beside the writing and reads how far it is; it is cancelled when the writing has ended. If the run is
    ///     rolled back, it runs again beside each part of that, and reads how far that part is.
    /// - Throws: As ``bulkCreate(_:onError:options:progress:)``.
    public func update(
        _ changes: [(id: RecordID, fields: Fields)], replacing: Bool = false, onError: ErrorStrategy = .stop,
        options: RunOptions = RunOptions(), progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report {
        let elements = changes.map { WriteChunk.Element(id: $0.id, fields: $0.fields) }
        return try await collect(elements, replacing ? .replace : .update, onError, options, progress)
    }

    /// Changes the cells of records that a sequence names by id, in constant memory but for the ids; see
    /// ``update(_:replacing:onError:options:progress:)``. An element without an id is refused by the service.
    public func update<Changes: AsyncSequence & Sendable>(
        _ changes: Changes, replacing: Bool = false, onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        outcomes: (@Sendable (RowOutcome) async throws -> Void)? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report where Changes.Element == WriteChunk.Element {
        let work: Work = replacing ? .replace : .update
        return try await journalled(changes, work, onError, options, outcomes, progress) { index, element in
            RunItem(index: index, line: index + 1, element: element)
        }
    }

    /// Deletes the records with these ids. One that is gone already is reported so and is no failure.
    ///
    /// - Throws: As ``bulkCreate(_:onError:options:progress:)``.
    public func delete(
        _ ids: [RecordID], onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report {
        try await collect(ids.map { WriteChunk.Element(id: $0) }, .delete, onError, options, progress)
    }

    /// Deletes the records whose ids a sequence gives, in constant memory but for the ids; see
    /// ``delete(_:onError:options:progress:)``.
    public func delete<IDs: AsyncSequence & Sendable>(
        _ ids: IDs, onError: ErrorStrategy = .stop, options: RunOptions = RunOptions(),
        outcomes: (@Sendable (RowOutcome) async throws -> Void)? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Report where IDs.Element == RecordID {
        try await journalled(ids, .delete, onError, options, outcomes, progress) { index, id in
            RunItem(index: index, line: index + 1, element: WriteChunk.Element(id: id))
        }
    }

    // MARK: Rows

    /// Which rows are updates is read before a rollback, and no create may be answered as an update.
    private func upsertWork(_ key: [String], _ onError: ErrorStrategy, _ schema: TableSchema?) -> Work {
        let fields = keyFields(key, schema)
        return .upsert(key: fields, merges: onError != .rollback && isMatched(fields, schema))
    }

    /// Runs over an array and collects the outcomes.
    private func collect(
        _ elements: [WriteChunk.Element], _ work: Work, _ onError: ErrorStrategy, _ options: RunOptions,
        _ progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) async throws -> Report {
        var options = options
        options.rowCount = options.rowCount ?? elements.count
        let collected = OutcomeCollector()
        let collect: @Sendable (RowOutcome) async throws -> Void = { collected.take($0) }
        var report = try await journalled(elements.async, work, onError, options, collect, progress) { index, element in
            RunItem(index: index, line: index + 1, element: element)
        }
        report.outcomes = collected.outcomes
        return report
    }

    /// Runs over a sequence of rows.
    private func run<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, _ work: Work, _ onError: ErrorStrategy, _ options: RunOptions,
        _ outcomes: (@Sendable (RowOutcome) async throws -> Void)?,
        _ progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) async throws -> Report where Rows.Element == Row {
        try await journalled(rows, work, onError, options, outcomes, progress) { index, row in
            RunItem(index: index, line: row.line, element: WriteChunk.Element(fields: row.fields))
        }
    }
}
