import ArgumentParser
import FoundationEssentials
import TableSync

/// `tablesync runs prune`: forgets old runs.
struct PruneRuns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Forget old runs, which can then be neither resumed nor undone any more.",
        discussion: """
            tablesync runs prune --keep 100
            tablesync runs prune --older-than 30

            A run that is not finished stays, whatever its age: nobody else remembers what it left open. One into whose table a \
            later run has written is forgotten like a finished one.
            """)

    @OptionGroup var runs: RunsOptions

    @Option(help: ArgumentHelp("Keep so many of the newest runs of each base.", valueName: "n"))
    var keep: Int?

    @Option(help: ArgumentHelp("Keep the runs of the last so many days.", valueName: "days"))
    var olderThan: Int?

    @Flag(help: "Write events as JSON Lines to standard output.")
    var json = false

    func validate() throws {
        guard (keep == nil) != (olderThan == nil) else {
            throw ValidationError("Say --keep N or --older-than DAYS, one of the two.")
        }
        if let keep, keep < 0 { throw ValidationError("--keep takes a number from 0 on, but it was given \(keep).") }
        if let olderThan, !(0...Self.mostDays).contains(olderThan) {
            throw ValidationError("--older-than takes a number of days from 0 on, but it was given \(olderThan).")
        }
    }

    /// A thousand years, beyond which nobody means anything.
    private static let mostDays = 366_000

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console(environment: environment)
        try await CommandRunner.run(console, isJSON: json) {
            try await job(console, runs.shelf(environment) { console.message("Note: \($0)") }, now: Date.now).run()
        }
    }

    /// What the options ask for.
    func job(_ console: Console, _ shelf: JournalShelf, now: Date) -> PruneRunsJob {
        let extent: Journal.Extent =
            olderThan.map { .begun(since: now.addingTimeInterval(-Double($0) * 86_400)) } ?? .newest(keep ?? 0)
        return PruneRunsJob(shelf: shelf, extent: extent, output: RunOutput(console, isJSON: json))
    }
}
