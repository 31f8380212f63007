import ArgumentParser
import Logging

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
            valueName: "n"))
    var requestsPerSecond: Double?

    @Option(
        help: ArgumentHelp(
            "When a permit comes back: answers (default), or strict if the way to the service is jittery.",
            valueName: "rule"))
    var pacing: PacingRule?

    @Option(
        help: ArgumentHelp(
            "A configuration file, JSON or YAML. Default: tablesync.json or tablesync.yaml here, if there is one.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Write logs of at least that level to standard error: trace, debug, info, notice, warning, error.",
            discussion: "Every request is a line at debug; values and tokens are in none.", valueName: "level"))
    var logLevel: LogLevelName?

    enum PacingRule: String, ExpressibleByArgument, CaseIterable {
        case answers, strict
    }
}

/// A log level as the command line names it.
enum LogLevelName: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error

    var level: Logger.Level {
        switch self {
        case .trace: .trace
        case .debug: .debug
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        }
    }
}
