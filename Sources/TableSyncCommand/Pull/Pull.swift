import AirtableAPI
import ArgumentParser
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

            Columns come in the order of the table's fields. A CSV can be pushed again as it is.
            """)

    @Argument(help: "The table's name or id.")
    var table: String

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The file to write; it appears when it is complete. Default: standard output.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp("csv (default), tsv, json or jsonl; else as the file's name tells.", valueName: "format"))
    var format: FormatName?

    @Option(help: "Only records that this view shows, by name or id.")
    var view: String?

    @Option(help: ArgumentHelp("Only records for which this formula is true.", valueName: "formula"))
    var `where`: String?

    func run() async throws {
        let console = Console()
        try await CommandRunner.run(console) {
            try await Connection.with(connection, console: console) { connection in
                let format = format?.format ?? output.flatMap(TabularFormat.init(path:)) ?? .csv
                let count = try await PullJob(
                    base: connection.base, table: table, format: format, view: view, formula: self.where
                ).write(to: output)
                if let output {
                    console.message("\(Wording.count(count, "record")) of \"\(table)\" to \(output).")
                }
            }
            return nil
        }
    }
}
