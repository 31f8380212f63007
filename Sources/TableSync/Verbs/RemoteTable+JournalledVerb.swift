import FoundationEssentials
import RateLimiting
import TableModel

extension RemoteTable {
    /// Carries out `work` on rows of which `item` makes a run's items, under the table's lock and with a journal if the options
    /// name one, and undoes it if a row failed and the strategy says so.
    func journalled<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, _ work: Work, _ onError: ErrorStrategy, _ options: RunOptions,
        _ outcomes: (@Sendable (RowOutcome) async throws -> Void)?,
        _ progress: (@Sendable (ProgressUpdates) async -> Void)?,
        item: @escaping @Sendable (Int, Rows.Element) -> RunItem
    ) async throws -> Report {
        guard onError != .rollback || (options.journal != nil && options.schema != nil) else {
            throw RollbackUnprepared()
        }
        guard let place = options.journal else {
            return try await engine(rows, work, onError, options, outcomes, progress, item: item)
        }
        let turn = try await RunTurn(on: place.target, in: place.stateFolder, options)
        defer { turn.end() }
        let journal = try Journal(in: place.stateFolder, for: place.target, time: options.time)
        var description = RunDescription(
            place.title ?? work.title, target: place.target, strategy: onError.rawValue, key: work.key.map(\.name))
        description.lasting = options.lasting
        description.fields = [FieldID: String](options.schema?.fields ?? [])
        let readsPreImages = onError == .rollback || work == .delete
        if readsPreImages { description.preImages = .known(unseen: []) }
        description.rowCount = options.rowCount
        let run = try journal.begin(description)
        let verb = JournalledVerb(
            table: self, journal: journal, run: run, onError: onError, options: options, outcomes: outcomes,
            progress: progress)
        var inner = options
        inner.log = journal.log(of: run, then: options.log)
        inner.readsPreImages = readsPreImages
        if work == .create { inner.othersRecords = try journal.createdByOthers(than: run, since: run.begun) }
        let report: Report
        do {
            report = try await engine(rows, work, onError, inner, outcomes, progress, item: item)
        } catch let interruption as InterruptedRun {
            throw await verb.end(interruption)
        } catch {
            verb.stop(for: error)
            throw error
        }
        return try await verb.end(report)
    }
}

extension Work {
    /// What lists of runs call it.
    fileprivate var title: String {
        switch self {
        case .create: "create"
        case .update: "update"
        case .replace: "replace"
        case .upsert: "upsert"
        case .merge: "merge"
        case .delete: "delete"
        }
    }
}
