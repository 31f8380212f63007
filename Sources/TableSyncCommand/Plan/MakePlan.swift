import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync plan`: says what it would take to bring a table to what a file says.
struct MakePlan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Say what would be created, updated and deleted, and what it costs; write nothing.",
        discussion: """
            tablesync plan users.csv --unique email
            tablesync plan users.csv --unique email --delete -o users.plan
            tablesync plan users.csv --unique email --explain
            tablesync plan users.csv --unique email --detailed-exitcode

            The file is held against what is known of the table, which is brought up to date first, in the fewest \
            requests that will do. A plan that is saved with -o is carried out by tablesync apply.
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup(title: "What may be done") var planning: PlanningOptions
    @OptionGroup(title: "What may be done") var modes: ModeOptions
    @OptionGroup(title: "What may be done") var mirror: MirrorOptions
    @OptionGroup(title: "What may be done") var scope: ScopeOptions
    @OptionGroup(title: "What may be done") var duplicates: DuplicateOptions
    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Save the plan in this file.", valueName: "plan"), completion: .file())
    var output: String?

    @OptionGroup var combined: CombinedOptions

    @Flag(help: "Say in which ways the table's state could be known, what each costs, and why it is not taken.")
    var explain = false

    @Flag(help: "Exit with 2 if the plan has changes.")
    var detailedExitcode = false

    @Flag(help: "Write events as JSON Lines to standard output; the last is the plan or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func validate() throws {
        if let mirrored = mirror.given, let mode = modes.given.first {
            throw ValidationError("Say \(mode) or \(mirrored), not both.")
        }
        try DistinctFiles.check([
            ("the source", source.file), ("--output", output), ("--combined", combined.path),
        ])
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let shown = PlanOutput(console, isJSON: json, file: source.name, combined: combined.path)
        try await PlanCarrier.run(shown, over: connection, quota) { carrier, place in
            try await job(carrier.connection, place: place, output: shown).run()
        }
    }

    /// What the options ask for.
    func job(_ connection: Connection, place: PlanPlace, output shown: PlanOutput) -> MakePlanJob {
        MakePlanJob(
            planner: FilePlanner(
                source: source.request(key: key.fields), planning: request, connection: connection, place: place),
            path: output, explains: explain, tellsChanges: detailedExitcode, output: shown)
    }

    private var request: PlanningRequest {
        var request = planning.request
        request.plan.mode = modes.mode
        mirror.apply(to: &request)
        scope.apply(to: &request)
        duplicates.apply(to: &request)
        request.plan.listsUnchanged = combined.path != nil
        return request
    }
}
