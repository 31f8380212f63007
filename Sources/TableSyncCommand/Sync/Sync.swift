import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync sync`: makes a table equal to a file.
struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a table equal to a file: create, update, and delete what the file does not name.",
        discussion: """
            tablesync sync users.csv --unique email --delete
            tablesync sync users.csv --unique email --delete --dry-run
            tablesync sync users.csv --unique email --delete=tracked --max-delete 5% --yes
            tablesync sync users.csv --unique email --archive Status=Left

            The plan is shown first, and refused if it looks like a mistake: an empty file, another table, more records \
            to delete than --max-delete allows. Before records are deleted you are asked once; --yes answers beforehand.
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup(title: "What may be done") var planning: PlanningOptions
    @OptionGroup(title: "What may be done") var mirror: MirrorOptions
    @OptionGroup(title: "What may be done") var strategy: StrategyOptions
    @OptionGroup(title: "What may be done") var scope: ScopeOptions
    @OptionGroup(title: "What may be done") var duplicates: DuplicateOptions
    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Flag(name: [.customShort("n"), .long], help: "Make the plan and show it, and write nothing.")
    var dryRun = false

    @Flag(help: "With --dry-run: exit with 2 if the plan has changes.")
    var detailedExitcode = false

    @OptionGroup var combined: CombinedOptions
    @OptionGroup var failedOut: FailedOutOptions

    @Flag(help: "Say in which ways the table's state could be known, what each costs, and why it is not taken.")
    var explain = false

    @Flag(help: "Delete without asking.")
    var yes = false

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary, the plan or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func validate() throws {
        guard mirror.given != nil else {
            throw ValidationError(
                "Without --delete nothing is made equal: use push, or say --delete, or --delete=tracked for the records "
                    + "that this tool wrote, or --archive FIELD=VALUE to mark them instead.")
        }
        if detailedExitcode, !dryRun {
            throw ValidationError("--detailed-exitcode is for --dry-run: without it the changes are made.")
        }
        try DistinctFiles.check([
            ("the source", source.file), ("--combined", combined.path), ("--failed-out", failedOut.path),
        ])
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let output = PlanOutput(
            console, isJSON: json, file: source.name, combined: combined.path, failedOut: failedOut.path)
        let confirmation = Confirmation(isGiven: yes, on: console)
        try await PlanCarrier.run(output, over: connection, quota, confirmation: confirmation) { carrier, place in
            try await job(carrier, place: place).run()
        }
    }

    /// What the options ask for.
    func job(_ carrier: PlanCarrier, place: PlanPlace) -> SyncJob {
        var source = source.request(key: key.fields)
        source.onError = strategy.strategy
        source.maxErrors = strategy.maxErrors
        return SyncJob(
            planner: FilePlanner(
                source: source, planning: request, connection: carrier.connection, place: place),
            carrier: carrier, explains: explain, isDryRun: dryRun, tellsChanges: detailedExitcode)
    }

    private var request: PlanningRequest {
        var request = planning.request
        mirror.apply(to: &request)
        scope.apply(to: &request)
        duplicates.apply(to: &request)
        request.plan.listsUnchanged = combined.path != nil
        return request
    }
}
