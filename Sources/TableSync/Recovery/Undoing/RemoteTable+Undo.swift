import RateLimiting
public import TableModel

extension RemoteTable {
    /// Undoes what a run did, as far as the table is still what the run made of it: what it deleted is created again under new ids,
    /// what it changed is put back, what it created is deleted.
    ///
    ///     let journal = try Journal(in: stateFolder, for: target)
    ///     let report = try await users.undo(run, in: journal, schema: schema)
    ///     for conflict in report.conflicts { print(conflict) }
    ///
    /// Cells that somebody else has changed since are left as they are and listed, and so is what no API can put back. What the
    /// run did is told by the service's answers; what nobody was told of is looked up first. The undo is journalled as a run of
    /// its own: if it is interrupted, undoing the same run again goes on; if it left something, that is tried again; of one that is
    /// undone nothing is left. Costs ⌈n/100⌉ requests to read n records, and ⌈n/10⌉ to write them.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - journal: The journal of the table's base.
    ///   - schema: The table's schema as it is now, with all of its fields.
    ///   - isRehearsal: Whether nothing is written to the table, and the report says what would be. What was in doubt is looked up all
    ///     the same, and noted in the journal.
    ///   - options: How the requests are sent; its schema and row count are not used.
    ///   - progress: Runs beside each part of the writing, and reads how far that part is.
    /// - Throws: ``UndoRefused``; ``RunInProgress`` if a run is at work on the table; ``JournalError``; ``InterruptedRun`` if the journal failed
    ///   when something was undone, which its ``Report/rollback`` tells; `RemoteError` if the table cannot be read;
    ///   `CancellationError`.
    public func undo(
        _ id: RunID, in journal: Journal, schema: TableSchema, isRehearsal: Bool = false,
        options: RunOptions = RunOptions(), progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> UndoReport {
        let named = try journal.run(id)
        if let original = named.description.undoes { throw UndoRefused(run: id, undoes: original) }
        let turn = try await RunTurn(
            on: named.description.target, in: journal.stateFolder, options, goingOnWith: id)
        defer { turn.end() }
        // Until now another process may have been at work on it.
        let run = try journal.run(id)
        // What the table holds now is no more of this run.
        guard run.ending?.kind != .undone else { return UndoReport(run: id) }
        let upkeep = try SnapshotUpkeep(of: run, in: journal)
        defer { upkeep.snapshot?.close() }
        guard !isRehearsal else {
            try upkeep.setBack()
            return try await undo(
                run, in: journal, schema: schema, isRehearsal: true, options: options, progress: progress)
        }
        var report = try await upkeep.during {
            let report = try await undo(
                run, in: journal, schema: schema, isRehearsal: false, options: options, upkeep: upkeep,
                progress: progress)
            return (report, knowsAll: report.isComplete)
        }
        report.warnings += [upkeep.problem].compactMap(\.self)
        return report
    }

    /// Undoes a run; the caller has the table's lock.
    ///
    /// - Parameters:
    ///   - schema: The table's schema; as it is now, but for a rollback, which reads it again where the table tells it.
    ///   - isRollback: Whether that is done since a row of it failed; an undo that was begun already says so itself.
    ///   - upkeep: Keeps up the snapshot of the run's plan; nil if there is none, and for a rehearsal.
    func undo(
        _ run: JournalledRun, in journal: Journal, schema: TableSchema, isRehearsal: Bool, isRollback: Bool = false,
        options: RunOptions, upkeep: SnapshotUpkeep? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> UndoReport {
        let work = try UndoWork(of: run, in: journal, isRehearsal: isRehearsal, isRollback: isRollback)
        let meter = RequestMeter(within: options.meter)
        var options = options
        options.meter = meter
        do {
            let reading = RequestMeter(limit: options.maxRequests, within: meter)
            let schema = isRollback ? try await schemaNow(options, reading) ?? schema : schema
            options.maxRequests = options.maxRequests.map { max(0, $0 - reading.requests) }
            // The journals have the names that fields had when the run began.
            let names = FieldNames(since: run.description, in: schema)
            var report = try await RenamedTable(self, names).undo(
                run, in: journal, schema: names.then(schema), work, upkeep, options: options, progress: progress)
            report.warnings += names.changes
            report.requests += reading.requests
            report.repeats += reading.repeats
            report.penalty = meter.penalty(at: options.time.now)
            report.warnings += work.end(report, in: journal, at: options.time.date)
            return report
        } catch {
            work.stop(for: error, in: journal, at: options.time.date)
            throw error
        }
    }

    /// The schema as it is now; nil where the table does not tell it, or not to us.
    private func schemaNow(_ options: RunOptions, _ meter: RequestMeter) async throws -> TableSchema? {
        let reader = RepeatingReader(
            self, retry: options.retry, time: options.time, meter: meter, stop: options.stopSignal)
        do {
            return try await reader.schema()
        } catch let error as RemoteError where [.forbidden, .notFound].contains(error.code) {
            return nil
        }
    }

    private func undo(
        _ run: JournalledRun, in journal: Journal, schema: TableSchema, _ work: UndoWork, _ upkeep: SnapshotUpkeep?,
        options: RunOptions,
        progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) async throws -> UndoReport {
        var options = options
        options.schema = schema
        let meter = RequestMeter(limit: options.maxRequests, within: options.meter)
        let reader = RepeatingReader(
            self, retry: options.retry, time: options.time, meter: meter, stop: options.stopSignal)
        let settling = Settling(
            journal: journal, run: run, log: journal.log(of: run), reader: reader, options: options)
        _ = try await settling(journal.ledger(of: run))

        var undone = Ledger()
        if let earlier = work.earlier {
            var settling = Settling(
                journal: journal, run: earlier, log: journal.log(of: earlier), reader: reader, options: options)
            settling.onlyCreates = true
            _ = try await settling(journal.ledger(of: earlier))
            undone = try journal.ledger(of: earlier)
        }
        if let own = work.own, let telling = try await upkeep?.catchUp(undoneBy: own, reader) {
            options.log = SnapshotLog(options.log, telling: telling, writes: nil)
        }
        options.maxRequests = options.maxRequests.map { max(0, $0 - meter.requests) }
        var undoing = try Undoing(
            self, journal, run: run, journal.ledger(of: run), work, undone, schema: schema, options: options)
        undoing.progress = progress
        var report = try await undoing()
        report.lasting = run.description.lasting
        do {
            report.subjects = try journal.subjects(
                of: run, at: Set(report.conflicts.map(\.operation) + report.failures.map(\.index)))
        } catch {
            // What was undone is told all the same.
            report.warnings.append("Whose rows were left as they are could not be looked up: \(error)")
        }
        report.warnOfSuccessor(of: run, in: journal)
        report.requests += meter.requests
        report.repeats += meter.repeats
        return report
    }
}

extension UndoReport {
    /// Says which later run has written into the table, if something was left as it is for what was done since: that may be somebody
    /// else's work, or that run's.
    fileprivate mutating func warnOfSuccessor(of run: JournalledRun, in journal: Journal) {
        let isLeftToOthers = conflicts.contains { conflict in
            switch conflict.kind {
            case .changed, .gone, .keyTaken: true
            case .noPreImage, .noField: false
            }
        }
        guard isLeftToOthers else { return }
        do {
            guard let later = try journal.successor(of: run) else { return }
            warnings.append(
                "Run \(later.id), \(later.description.what), has written into the table since; what it changed counts as changed "
                    + "by somebody else. To take back both, undo that run first.")
        } catch {
            warnings.append("Whether a later run has written into the table could not be looked up: \(error)")
        }
    }
}
