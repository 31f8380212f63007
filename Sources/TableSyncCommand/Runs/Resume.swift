import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync resume`: finishes a run that was interrupted.
struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finish a run that was interrupted: a push, a sync, an apply or an undo.",
        discussion: """
            tablesync resume
            tablesync resume 20260115-12

            What is in doubt is looked up in the table first. It is sent again only if the table shows that it was not \
            written, and never guessed. Then what the run had not come to is carried out, but for records that somebody \
            has changed since.
            """)

    @Argument(
        help: ArgumentHelp(
            "The beginning of the run's name, or last. Default: the newest that is not finished.",
            discussion: """
                Where none is named, those of the base that the settings name are meant, or of any, and none into whose table \
                another run has written since: going on with it could put older cells over newer ones.
                """,
            valueName: "run"))
    var name: RunName?

    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, continue, or rollback all of the run. Default: as the run began.",
            valueName: "strategy"))
    var onError: StrategyName?

    @Option(
        help: ArgumentHelp(
            "Where the run continues after a refused row: stop all the same when so many more have failed. What is under way ends.",
            valueName: "n"))
    var maxErrors: Int?

    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func validate() throws {
        try StrategyOptions.check(
            maxErrors, continues: onError == nil || onError == .continue,
            otherwise: "otherwise the first row that fails ends the resume.")
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let output = PlanOutput(console, isJSON: json, file: "the source")
        func find(on shelf: JournalShelf) async throws -> ShelvedRun? {
            try await self.find(on: shelf, telling: output)
        }
        try await RunCarrier.run(output, over: connection, quota, find: find) { run, carrier in
            try await job(run, carrier).run()
        }
    }

    /// The run that is meant; nil if none was named, and all are finished, which is said.
    ///
    /// - Throws: ``CommandError`` with exit code 1 if the newest is finished, and did not write all of its rows.
    func find(on shelf: JournalShelf, telling output: PlanOutput) async throws -> ShelvedRun? {
        let runs = try await PlanErrors.telling { try shelf.runs() }
        let home = shelf.home.runs(among: runs)
        let found = try await PlanErrors.telling {
            try name.map { try $0.run(among: runs, home: shelf.home) } ?? unfinished(among: home, telling: output)
        }
        if found == nil {
            if let last = home.first?.run { try requireAllRows(of: last) }
            tellNothingToDo(output, isEmpty: home.isEmpty, of: shelf.home)
        }
        if let run = found?.run.description { output.events.call(file: run.plan?.source.name ?? run.what) }
        return found
    }

    /// The newest run that is not finished. One into whose table another has written since is named, and passed over.
    private func unfinished(among runs: [ShelvedRun], telling output: PlanOutput) throws -> ShelvedRun? {
        try runs.first { found in
            guard !found.run.isFinished else { return false }
            guard let successor = try found.supersedingRun else { return true }
            let other = found.run.description.plan == nil ? "Take it back" : "Push again"
            output.note([
                "Run \(found.run.id) is not finished, and run \(successor.id), \(RunLines.title(successor)), has written into its "
                    + "table since, so it is passed over: going on with it could put older cells over newer ones. \(other) "
                    + "if something is missing, or name the run to go on with it all the same."
            ])
            return false
        }
    }

    /// - Throws: ``CommandError`` with exit code 1 if a run whose rows have no key did not write all of them: its journal has no plan to
    ///   go on with, but nobody who asks to have the last run finished may take it for done.
    private func requireAllRows(of last: JournalledRun) throws(CommandError) {
        let description = last.description
        guard last.ending?.kind == .incomplete, description.plan == nil, description.undoes == nil,
            description.key.isEmpty
        else { return }
        let flags = connection.asTyped
        throw CommandError(
            .rowsIncomplete,
            "Nothing can be resumed, and the last run, \(last.id), \(RunLines.title(last)), did not write all rows of its file. Its "
                + "journal has no plan to go on with, since its rows have no key. Take it back with: tablesync undo "
                + "\(last.id)\(flags), and push the file again; or push the missing rows alone, which are named by: tablesync "
                + "resume \(last.id)\(flags)")
    }

    private func tellNothingToDo(_ output: PlanOutput, isEmpty: Bool, of home: HomeBase) {
        if output.isJSON {
            output.console.data(ResumeSummary.nothing)
        } else {
            output.console.data(
                isEmpty ? home.noRun : "There is nothing to resume\(home.id.map { " on base \($0)" } ?? "").")
        }
    }

    /// What the options ask for.
    func job(_ found: ShelvedRun, _ carrier: RunCarrier) -> ResumeJob {
        ResumeJob(found: found, carrier: carrier, onError: onError?.strategy, maxErrors: maxErrors)
    }
}
