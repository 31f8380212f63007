import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync undo`: takes back what a run did.
struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take back what a run did: records it created, changed and deleted.",
        discussion: """
            tablesync undo last --dry-run
            tablesync undo 20260115-12

            The newest goes first. What the run deleted is created again, under other ids; what it changed gets back the \
            cells that it had; what it created is deleted, after you were asked once. What somebody has changed since is \
            left as it is and named, and so is what no API can put back.
            """)

    @Argument(
        help: ArgumentHelp(
            "The beginning of the run's name, or last: the newest of the base that the settings name, or of any.",
            valueName: "run"))
    var name: RunName

    @Flag(name: [.customShort("n"), .long], help: "Say what would be put back, and write nothing to the table.")
    var dryRun = false

    @Flag(help: "Delete the records that the run created without asking.")
    var yes = false

    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let output = PlanOutput(console, isJSON: json, file: "the source")
        let confirmation = Confirmation(isGiven: yes, on: console)
        try await RunCarrier.run(output, over: connection, quota, confirmation: confirmation, find: find) {
            run, carrier in
            try await job(run, carrier).run()
        }
    }

    /// The run that is meant; the last is the last that is no undo itself.
    func find(on shelf: JournalShelf) async throws -> ShelvedRun {
        let runs = try await PlanErrors.telling { try shelf.runs() }
        return try name.run(
            among: name.isLast ? runs.filter { $0.run.description.undoes == nil } : runs, home: shelf.home)
    }

    /// What the options ask for.
    func job(_ found: ShelvedRun, _ carrier: RunCarrier) -> UndoJob {
        UndoJob(found: found, carrier: carrier, isRehearsal: dryRun)
    }
}
