import AirtableAPI
import RateLimiting
import TableModel
import TableSync

/// What resuming and undoing need: the way to the table, and to whoever is told of it.
struct RunCarrier: Sendable {
    let connection: Connection
    let place: PlanPlace
    let output: PlanOutput
    let interrupts: Interrupts
    let confirmation: Confirmation
    /// The options that lead a command to the same service, as they are typed.
    let flags: String

    /// The table of a run, with its schema as it is now; nil for the schema if the token may not read it.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if the run was on another service, and with 5 if the table is not there any
    ///   more; `RemoteError`.
    func table(of run: JournalledRun) async throws -> (table: AirtableTable, schema: TableSchema?) {
        let target = run.description.target
        guard target.service == place.service else {
            throw CommandError(
                .invalidSource,
                "Run \(run.id) was on \(target.service), and the settings lead to \(place.service). Nothing was written. "
                    + "Say --base-url, or what leads there.")
        }
        let table = connection.base.table(target.table.rawValue).titled("\"\(target.name)\"")
        do {
            guard let schema = try await connection.schema().first(where: { $0.id == target.table }) else {
                throw CommandError(
                    .schemaMismatch,
                    "Run \(run.id) was on the table \"\(target.name)\" (\(target.table)), and base \(target.base) has no "
                        + "such table any more. Nothing was written.")
            }
            return (table, schema)
        } catch let error as RemoteError where error.code == .forbidden {
            return (table, nil)
        }
    }

    /// Works on a run while signals are heard, and says before that what is waited for.
    ///
    /// - Parameter count: Operations of the run, and of what undoes it, that are in doubt.
    /// - Throws: ``RunInProgress`` if a run is at work on the table: what is under way there is not in doubt. What `body` throws.
    func work<Result: Sendable>(
        on found: ShelvedRun, inDoubt count: Int, _ body: @Sendable @escaping () async throws -> Result
    ) async throws -> Result {
        try await interrupts.during { [self] in
            if count > 0 {
                let target = found.run.description.target
                _ = try RunLock([target], in: found.journal.stateFolder, since: connection.time.date)
                tellDoubts(count)
            }
            return try await connection.withinQuota(body)
        }
    }

    private func tellDoubts(_ count: Int) {
        output.note([
            "\(Wording.count(count, "operation")) \(count == 1 ? "was" : "were") about to be sent, or sent and not answered. "
                + "\(count == 1 ? "It is" : "They are") looked up in the table when the service must be done with "
                + "\(count == 1 ? "it" : "them"), in \(Wording.duration(connection.retry.settlingTime)) at the latest."
        ])
    }

    /// How the requests are sent from now on.
    func runOptions(_ schema: TableSchema?, for run: JournalledRun) -> RunOptions {
        var options = connection.runOptions(schema, typecast: run.description.plan?.typecast ?? false)
        options.stopSignal = interrupts.stop
        return options
    }

    /// Shows how far the writing is.
    func follow(_ run: JournalledRun) -> @Sendable (ProgressUpdates) async -> Void {
        { [output, connection, title = run.description.target.name] updates in
            await output.events.follow(updates, title: title, over: connection)
        }
    }

    /// What can be done about a run after it was resumed or undone.
    func remedy(of run: RunID, in journal: Journal) throws -> RunRemedy {
        let run = try journal.run(run)
        return RunRemedy(
            of: run, try journal.tally(of: run), try RunRelations(of: run, in: journal), flags: flags)
    }
}
