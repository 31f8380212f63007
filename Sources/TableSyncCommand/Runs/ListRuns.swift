import ArgumentParser
import FoundationEssentials

/// `tablesync runs list`: names the runs, the newest first.
struct ListRuns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Name the runs, the newest first: what tablesync runs does.",
        discussion: "tablesync runs list --base appA1B2C3D4E5F6G7 --limit 5")

    @OptionGroup var runs: RunsOptions

    @Option(help: ArgumentHelp("Name so many runs at most. Default: 20.", valueName: "n"))
    var limit = 20

    @Flag(help: "Write events as JSON Lines to standard output.")
    var json = false

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 on, but it was given \(limit).") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        try await CommandRunner.run(console, isJSON: json) {
            try await job(console, runs.shelf(environment) { console.message("Note: \($0)") }).run()
        }
    }

    /// What the options ask for.
    func job(_ console: Console, _ shelf: JournalShelf) -> ListRunsJob {
        ListRunsJob(
            shelf: shelf, limit: limit, output: RunOutput(console, isJSON: json), flags: runs.asTyped)
    }
}
