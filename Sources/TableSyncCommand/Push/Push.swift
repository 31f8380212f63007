import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync push`: creates or updates records from a file.
struct Push: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create or update records from a CSV, JSON or JSON Lines file.",
        discussion: """
            tablesync push users.csv --unique email --local
            tablesync push users.csv --unique email --base appA1B2C3D4E5F6G7
            tablesync push orders.csv --unique shop,number --table Orders --map "Order date=Date" --ignore Comment
            tablesync push users.csv --unique email --dry-run

            With --unique a row updates the record that has its key and is created if there is none; without it every \
            row is created. Only what differs is written: rows whose record says what they say cost nothing. Only the \
            file's columns are written, and of a record nothing else is touched; a blank CSV cell clears the remote one. \
            Cells are converted by the types of the table's fields, and every problem of the file is reported before \
            anything is written.
            """)

    @OptionGroup var source: SourceOptions

    @Option(help: KeyOptions.help)
    var unique: String?

    @Flag(help: "Make the table if it does not exist, with types inferred from the file. --local does so anyway.")
    var createTable = false

    @Flag(help: "Make fields for columns that the table does not have, with types inferred from the file.")
    var createFields = false

    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, continue with all the others, or rollback what was done.",
            valueName: "strategy"))
    var onError = StrategyName.stop

    @Option(
        help: ArgumentHelp(
            "With --on-error continue: stop all the same when so many rows have failed. What is under way ends.",
            valueName: "n"))
    var maxErrors: Int?

    @OptionGroup var failedOut: FailedOutOptions

    @OptionGroup(title: "What may be done") var planning: PlanningOptions
    @OptionGroup(title: "What may be done") var modes: ModeOptions
    @OptionGroup(title: "What may be done") var duplicates: DuplicateOptions
    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @Flag(name: [.customShort("n"), .long], help: "Say what would be done and what it costs, and write nothing.")
    var dryRun = false

    @Flag(help: "Say in which ways the table's state could be known, what each costs, and why it is not taken.")
    var explain = false

    @Flag(help: "With --dry-run: exit with 2 if there are changes.")
    var detailedExitcode = false

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary, the plan or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func validate() throws {
        if let unique { _ = try KeyOptions.fields(of: unique) }
        try StrategyOptions.check(
            maxErrors, continues: onError == .continue, otherwise: "otherwise the first row that fails ends the push.")
        try DistinctFiles.check([("the source", source.file), ("--failed-out", failedOut.path)])
        if detailedExitcode, !dryRun {
            throw ValidationError("--detailed-exitcode is for --dry-run: without it the changes are made.")
        }
        guard unique == nil else { return }
        if let option = optionsOfKeys.first {
            throw ValidationError("\(option) needs --unique: without it every row is a new record.")
        }
    }

    /// The options that were given and mean something only for rows that have a key.
    private var optionsOfKeys: [String] {
        modes.given + duplicates.given + quota.given
            + [
                planning.refresh == .auto ? nil : "--refresh", planning.maxAge == nil ? nil : "--max-age",
                planning.maxChange == nil ? nil : "--max-change", planning.allowEmpty ? "--allow-empty" : nil,
                explain ? "--explain" : nil,
                detailedExitcode ? "--detailed-exitcode" : nil,
            ].compactMap(\.self)
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let output = PlanOutput(console, isJSON: json, file: source.name, failedOut: failedOut.path)
        try await PlanCarrier.run(output, over: connection, quota) { carrier, place in
            try await job(carrier, place: place).run()
        }
    }

    /// What the options ask for.
    func job(_ carrier: PlanCarrier, place: PlanPlace) throws -> PushJob {
        var planned = planning.request
        planned.plan.mode = modes.mode
        duplicates.apply(to: &planned)
        return PushJob(
            request: try request, planning: planned, place: place, carrier: carrier, explains: explain,
            tellsChanges: detailedExitcode)
    }

    /// What the options say about the file and its table.
    var request: SourceRequest {
        get throws {
            var request = source.request(key: try unique.map(KeyOptions.fields) ?? [])
            request.createsTable = createTable || connection.local
            request.createsFields = createFields
            request.onError = onError.strategy
            request.maxErrors = maxErrors
            request.isDryRun = dryRun
            return request
        }
    }
}
