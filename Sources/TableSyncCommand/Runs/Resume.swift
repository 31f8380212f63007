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
            "The beginning of the run's name, or last. Default: the newest that is not finished.", valueName: "run"))
    var name: RunName?

    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, continue, or rollback all of the run. Default: as the run began.",
            valueName: "strategy"))
    var onError: StrategyName?

    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        let output = PlanOutput(console, isJSON: json, file: "the source")
        try await CommandRunner.run(console, isJSON: json) {
            let folder = try PlanPlace.folder(isLocal: connection.local, environment: environment)
            let shelf = JournalShelf(stateFolder: folder, base: connection.base) { output.note([$0]) }
            guard let found = try await find(on: shelf) else {
                tellNothingToDo(output)
                return nil
            }
            let options = connection.leading(to: found.run)
            return try await Connection.with(options, quota.limits, environment: environment, console: console) {
                connection in
                let carrier = RunCarrier(
                    connection: connection,
                    place: try PlanPlace(options, address: connection.address, environment: environment),
                    output: output, interrupts: Interrupts(console: console), confirmation: .unneeded,
                    flags: self.connection.asTyped)
                return try await job(found, carrier).run()
            }
        }
    }

    /// The run that is meant; nil if none was named, and all are finished.
    func find(on shelf: JournalShelf) async throws -> ShelvedRun? {
        let runs = try await PlanErrors.telling { try shelf.runs() }
        return try name.map { try $0.run(among: runs) } ?? runs.first { !$0.run.isFinished }
    }

    func tellNothingToDo(_ output: PlanOutput) {
        if output.isJSON {
            output.console.data(ResumeSummary.nothing)
        } else {
            output.console.data("Every run is finished; there is nothing to resume.")
        }
    }

    /// What the options ask for.
    func job(_ found: ShelvedRun, _ carrier: RunCarrier) -> ResumeJob {
        ResumeJob(found: found, carrier: carrier, onError: onError?.strategy)
    }
}
