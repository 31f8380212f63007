import ArgumentParser

/// The options that say where the tables are, and how they are reached.
struct ConnectionOptions: ParsableArguments {
    @Option(help: "The base's id, app and 14 letters or digits. Default: TABLESYNC_BASE, or base in tablesync.json.")
    var base: String?

    @Option(
        name: .customLong("base-url"),
        help: ArgumentHelp(
            "Another service than https://api.airtable.com, such as a mock server.",
            discussion: "Default: TABLESYNC_BASE_URL, or baseURL in tablesync.json.", valueName: "url"))
    var baseURL: String?

    @Flag(help: "Use a store on this machine, in the folder .tablesync, instead of a service. Needs no account.")
    var local = false

    @Option(
        help: ArgumentHelp(
            "How many requests a second the service allows for a base; 5, as Airtable does, if nothing else is said.",
            discussion: "With --local: keep to that pace, which nothing asks for there.", valueName: "n"))
    var requestsPerSecond: Double?

    @Option(
        help: ArgumentHelp(
            "When a permit comes back: answers, or strict if the way to the service is jittery. Default: answers.",
            discussion: "Default: TABLESYNC_PACING, or pacing in tablesync.json.",
            valueName: "rule"))
    var pacing: PacingRule?

    @Option(
        help: ArgumentHelp(
            "Give up when the service has not been reached, or has failed, for so many seconds.",
            discussion: """
                Default: for the first request a few seconds, or a minute if the service is reached and does not answer; \
                later on a push waits 15 minutes for a service that cannot be reached, and what fails otherwise is tried \
                eight times. A write that was sent is awaited for up to two minutes all the same.
                """,
            valueName: "seconds"))
    var maxWait: Double?

    @Option(
        help: ArgumentHelp(
            "A configuration file of yours, JSON or YAML. Default: tablesync.json or tablesync.yaml here.",
            valueName: "file"), completion: .file())
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Write logs of at least that level to standard error.",
            discussion: "Every request is a line at debug; values and tokens are in none.", valueName: "level"))
    var logLevel: LogLevelName?

    func validate() throws {
        if local, baseURL != nil { throw ValidationError("Say --local or --base-url, not both.") }
    }

    enum PacingRule: String, ExpressibleByArgument, CaseIterable {
        case answers, strict
    }
}
