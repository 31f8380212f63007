import ArgumentParser

/// `tablesync runs`: what runs have done, and what can be done about it.
struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the runs that have written to tables, look at one, or forget old ones.",
        discussion: """
            tablesync runs
            tablesync runs show last
            tablesync runs prune --keep 100

            Every push, sync and apply is a run with a journal in the state folder, by which it can be resumed and undone; a push of rows without a key can only be undone.
            """,
        subcommands: [ListRuns.self, ShowRun.self, PruneRuns.self], defaultSubcommand: ListRuns.self)
}
