import ArgumentParser

/// The command `tablesync`.
struct TableSyncTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tablesync",
        abstract: "Make a remote table equal to your data, at exactly the speed that the service allows.",
        discussion: """
            tablesync push users.csv --unique email --local    try it on a table on this machine, with no account
            tablesync push users.csv --unique email            create or update records in Airtable
            tablesync plan users.csv --unique email            say what differs, and what it would cost
            tablesync sync users.csv --unique email --delete   make the table equal to the file

            The base is given by --base, TABLESYNC_BASE or tablesync.json; the token by TABLESYNC_TOKEN (or \
            AIRTABLE_API_KEY), TABLESYNC_TOKEN_FILE or TABLESYNC_TOKEN_COMMAND, never by a flag.

            Exit codes: 0 done or nothing to do; 1 rows failed, unknown or not attempted; 2 there are changes \
            (--detailed-exitcode); 3 the source or the configuration is invalid and nothing was written; 4 not allowed; \
            5 the table's schema or keys do not fit; 6 stopped for safety; 7 the plan is stale; 8 no more \
            calls may be made; 9 rolled back; 10 a run could not all be taken back; 64 usage; 74 the output cannot be written; 75 try later; 128+n ended by signal n.
            """,
        version: "0.1.0",
        subcommands: [
            Push.self, Sync.self, MakePlan.self, Apply.self, Pull.self, Runs.self, Resume.self, Undo.self, Serve.self,
        ])
}
