import AirtableAPI
import ArgumentParser
import FoundationEssentials
import TableModel
import TabularFiles

/// `tablesync pull`: writes a table's records to a file.
struct Pull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a table's records as CSV, JSON or JSON Lines.",
        discussion: """
            tablesync pull users --local
            tablesync pull Users -o users.csv
            tablesync pull Users --format jsonl --view "Grid view" | head

            Columns come in the order of the table's fields. A CSV can be pushed again as it is. With -o the file \
            appears when it is complete, so that a pull that fails leaves the old one.
            """)

    @Argument(help: "The table's name or id.")
    var table: String

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write. Default, and -: standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp("The format. Default: as the file's name tells, else csv.", valueName: "format"))
    var format: FormatName?

    @Option(help: "Only records that this view shows, by name or id.")
    var view: String?

    @Option(help: ArgumentHelp("Only records for which this formula is true.", valueName: "formula"))
    var `where`: String?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        try await CommandRunner.run(console) {
            try await Connection.with(connection, environment: environment, console: console) { connection in
                let path = output == "-" ? nil : output
                let format = format?.format ?? path.flatMap(TabularFormat.init(path:)) ?? .csv
                let count = try await PullJob(
                    connection: connection, table: table, format: format, view: view, formula: self.where,
                    console: console
                ).write(to: path)
                if let path { console.message("\(Wording.count(count, "record")) of \"\(table)\" to \(path).") }
            }
            return nil
        }
    }
}
