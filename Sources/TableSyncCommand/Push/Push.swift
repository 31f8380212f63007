import ArgumentParser
import TableSync
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
            "The file: .csv, .tsv, .json (an array of objects) or .jsonl; - for standard input.", valueName: "file"))
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

    @Option(help: ArgumentHelp("Write these columns only, separated by commas.", valueName: "columns"))
    var only: String?

    @Option(help: ArgumentHelp("Leave these columns out, separated by commas.", valueName: "columns"))
    var ignore: String?

    @Option(help: ArgumentHelp("csv, tsv, json or jsonl, if the name does not tell.", valueName: "format"))
    var format: FormatName?

    @Option(help: ArgumentHelp("The character between cells, if it is not detected.", valueName: "character"))
    var delimiter: String?

    @Flag(help: "Make the table if it does not exist, with types inferred from the file. --local does so anyway.")
    var createTable = false

    @Flag(help: "Make fields for columns that the table does not have, with types inferred from the file.")
    var createFields = false

    @Flag(help: "Let the service convert what does not fit a field, and add select choices that do not exist.")
    var typecast = false

    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop (default), or continue with all the others.",
            valueName: "stop|continue"))
    var onError = StrategyName.stop

    @Flag(name: [.customShort("n"), .long], help: "Check the file, say what would be sent, and write nothing.")
    var dryRun = false

    @Flag(help: "Write events as JSON Lines to standard output; the last one is the summary.")
    var json = false

    func validate() throws {
        if let unique, keys.isEmpty || keys.count > 3 {
            throw ValidationError("--unique takes one to three fields, but \"\(unique)\" has \(keys.count).")
        }
        if only != nil, ignore != nil { throw ValidationError("Say --only or --ignore, not both.") }
        for text in map where Self.mapping(text) == nil {
            throw ValidationError("--map takes column=field, but it was given \"\(text)\".")
        }
        if let delimiter, delimiter.count != 1 || CSVDelimiter(Character(delimiter)) == nil {
            throw ValidationError("--delimiter takes one ASCII character that is no quote and no line break.")
        }
    }

    func run() async throws {
        let console = Console()
        try await CommandRunner.run(console) {
            try await Connection.with(connection, console: console) { connection in
                try await PushJob(request: request, connection: connection, console: console).run()
            }
        }
    }

    private var keys: [String] { Self.names(unique) }

    private var request: PushRequest {
        PushRequest(
            path: file, format: format?.format, csv: CSVOptions(delimiter: delimiter?.first.flatMap(CSVDelimiter.init)),
            table: table, key: keys,
            columns: ColumnChoice(
                renamed: map.compactMap(Self.mapping), only: only.map(Self.names), ignored: Self.names(ignore)),
            createsTable: createTable || connection.local, createsFields: createFields, typecast: typecast,
            onError: onError.strategy, isDryRun: dryRun, isJSON: json)
    }

    /// The names in a list separated by commas.
    private static func names(_ list: String?) -> [String] {
        (list ?? "").split(separator: ",").map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// The column and the field of `column=field`; an equals sign in a column's name cannot be told and is taken as the end.
    private static func mapping(_ text: String) -> ColumnChoice.Renaming? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let (column, field) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
        return column.isEmpty || field.isEmpty ? nil : ColumnChoice.Renaming(column: column, field: field)
    }
}

/// A file format as the command line names it.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case csv, tsv, json, jsonl

    var format: TabularFormat {
        switch self {
        case .csv: .csv
        case .tsv: .tsv
        case .json: .json
        case .jsonl: .jsonLines
        }
    }
}

/// An error strategy as the command line names it.
enum StrategyName: String, ExpressibleByArgument, CaseIterable {
    case stop
    case `continue`

    var strategy: ErrorStrategy {
        switch self {
        case .stop: .stop
        case .continue: .continue
        }
    }
}

extension Substring {
    /// The text without blanks around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
