import ArgumentParser
import FoundationEssentials

/// `tablesync runs show`: tells everything about a run.
struct ShowRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Tell everything about a run: each step, what became of it, and what can be done now.",
        discussion: """
            tablesync runs show last
            tablesync runs show 20260115-12 --json
            """)

    @Argument(help: ArgumentHelp("The beginning of the run's name, or last.", valueName: "run"))
    var name: RunName

    @OptionGroup var runs: RunsOptions

    @Flag(help: "Write events as JSON Lines to standard output.")
    var json = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        try await CommandRunner.run(console, isJSON: json) {
            try await job(console, runs.shelf(environment) { console.message("Note: \($0)") }).run()
        }
    }

    /// What the options ask for.
    func job(_ console: Console, _ shelf: JournalShelf) -> ShowRunJob {
        ShowRunJob(
            shelf: shelf, name: name, output: RunOutput(console, isJSON: json), flags: runs.asTyped)
    }
}
