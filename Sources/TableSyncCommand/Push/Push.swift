import ArgumentParser
import FoundationEssentials
import TabularFiles

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
            row is created. Only the file's columns are written, and of a record nothing else is touched; a blank CSV \
            cell clears the remote one. Cells are converted by the types of the table's fields, and every problem of \
            the file is reported before anything is written.
            """)

    @Argument(
        help: ArgumentHelp(
            "The file: .csv, .tsv, .json (an array of objects) or .jsonl; - for standard input.", valueName: "file"),
        completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp(
            "The field, or up to three separated by commas, by which a row and a record are the same.",
            valueName: "a[,b[,c]]"))
    var unique: String?

    @Option(help: "The table's name or id. Default: the file's name without its extension.")
    var table: String?

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    @Option(
        help: ArgumentHelp("Write that column to a field of another name. Can be repeated.", valueName: "column=field"))
    var map: [String] = []

    @Option(
        help: ArgumentHelp("Write these columns only, separated by commas. Can be repeated.", valueName: "columns"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Leave these columns out, separated by commas. Can be repeated.", valueName: "columns"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("The format, if the name does not tell.", valueName: "format"))
    var format: FormatName?

    @Option(
        help: ArgumentHelp(
            "The character between CSV cells, if it is not detected; \\t for a tab.", valueName: "character"))
    var delimiter: String?

    @Flag(
        help: "Take cells that a CSV row lacks at its end for blank, which clears them, instead of refusing the row.")
    var padRows = false

    @Flag(help: "Make the table if it does not exist, with types inferred from the file. --local does so anyway.")
    var createTable = false

    @Flag(help: "Make fields for columns that the table does not have, with types inferred from the file.")
    var createFields = false

    @Flag(help: "Let the service convert what does not fit a field, and add select choices that do not exist.")
    var typecast = false

    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, or continue with all the others.", valueName: "strategy"))
    var onError = StrategyName.stop

    @Flag(name: [.customShort("n"), .long], help: "Check the file, say what would be sent, and write nothing.")
    var dryRun = false

    @Flag(
        help:
            "Write events as JSON Lines to standard output; the last is a summary, a plan (with --dry-run, for a file that would be written) or an error."
    )
    var json = false

    func validate() throws {
        if let unique, keys.isEmpty || keys.count > 3 {
            throw ValidationError("--unique takes one to three fields, but \"\(unique)\" has \(keys.count).")
        }
        if !only.isEmpty, !ignore.isEmpty { throw ValidationError("Say --only or --ignore, not both.") }
        for text in map where ColumnChoice.Renaming(text) == nil {
            throw ValidationError("--map takes column=field, but it was given \"\(text)\".")
        }
        if let delimiter {
            guard csvDelimiter != nil else {
                throw ValidationError(
                    "--delimiter takes one ASCII character that is no quote and no line break, or \\t for a tab, but it was "
                        + "given \"\(delimiter)\".")
            }
            try validateCSV("--delimiter")
        }
        if padRows { try validateCSV("--pad-rows") }
        guard tableName != nil else {
            throw ValidationError(
                file == "-"
                    ? "Standard input has no name that could be the table's. Say --table NAME."
                    : "\"\(file)\" has no name that could be the table's. Say --table NAME.")
        }
    }

    private func validateCSV(_ option: String) throws {
        let format = format?.format ?? TabularFormat(path: file) ?? .csv
        guard format == .csv || (format == .tsv && option != "--delimiter") else {
            throw ValidationError("\(option) is for CSV, which \(file) is not.")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        let name = file == "-" ? "standard input" : file
        let output = PushOutput(console, isJSON: json, file: name)
        try await CommandRunner.run(console, isJSON: json) {
            try await Connection.with(connection, environment: environment, console: console) { connection in
                try await PushJob(
                    request: request, connection: connection, output: output, interrupts: Interrupts(console: console)
                ).run()
            }
        }
    }

    private var keys: [String] { Wording.names(in: unique ?? "") }
    private var tableName: String? {
        (table ?? PushRequest.tableName(ofFile: file)).flatMap { $0.isEmpty ? nil : $0 }
    }
    private var csvDelimiter: CSVDelimiter? {
        let text = delimiter == "\\t" || delimiter == "tab" ? "\t" : delimiter ?? ""
        return text.count == 1 ? text.first.flatMap(CSVDelimiter.init) : nil
    }

    /// What the options ask for.
    var request: PushRequest {
        var request = PushRequest(path: file, table: tableName ?? "")
        request.format = format?.format
        request.csv = CSVOptions(delimiter: csvDelimiter, shortRows: padRows ? .padded : .refused)
        request.key = keys
        request.columns = ColumnChoice(
            renamed: map.compactMap(ColumnChoice.Renaming.init), only: only.isEmpty ? nil : only, ignored: ignore)
        request.createsTable = createTable || connection.local
        request.createsFields = createFields
        request.typecast = typecast
        request.onError = onError.strategy
        request.isDryRun = dryRun
        return request
    }
}
