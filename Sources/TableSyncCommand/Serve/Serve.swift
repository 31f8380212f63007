import ArgumentParser
import FoundationEssentials
import MockAirtable

/// `tablesync serve`: runs the mock server.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a server that behaves like Airtable, for tests in any language.",
        discussion: """
            tablesync serve --port 8080 --token pat-for-tests --no-rate-limit
            tablesync serve --port 0 --token pat-for-tests --schema base.json --state tables.sqlite

            It keeps to Airtable's limits: at most 5 requests a second for a base, and 30 s of refusals for who sends \
            more. It prints its address when it accepts connections, and a count of requests when it ends (Ctrl-C).
            """)

    @Option(help: ArgumentHelp("The port; 0 for one that the system chooses, which is printed.", valueName: "n"))
    var port = 8080

    @Option(help: "The address to listen on. The default can be reached from this machine only.")
    var host = "127.0.0.1"

    @Option(help: "A token that is accepted. Can be repeated. Without it every token is.")
    var token: [String] = []

    @Flag(inversion: .prefixedNo, help: "Refuse what exceeds the limits.")
    var rateLimit = true

    @Option(
        help: ArgumentHelp(
            "A JSON file with the tables to begin with, in the form of the service's own schema.", valueName: "file"),
        completion: .file())
    var schema: String?

    @Option(
        help: ArgumentHelp("Keep everything in this SQLite file. Default: in memory.", valueName: "file"),
        completion: .file())
    var state: String?

    @Flag(inversion: .prefixedNo, help: "Make a base when its id is used for the first time.")
    var createBases = true

    @OptionGroup(title: "Latency") var latency: LatencyOptions

    @Option(
        help: ArgumentHelp("Append a line of JSON for each request to this file.", valueName: "file"),
        completion: .file())
    var accessLog: String?

    @Flag(name: .shortAndLong, help: "Print a line for each request.")
    var verbose = false

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port takes a number from 0 to 65,535, but it was given \(port).")
        }
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        var options = ServeOptions()
        options.host = host
        options.port = port
        options.stateFile = state
        options.schemaFile = schema
        options.accessLogFile = accessLog
        options.configuration.access.createsBasesOnDemand = createBases
        options.configuration.rate.isEnforced = rateLimit
        options.configuration.latency = latency.model
        if !token.isEmpty { options.configuration.access.tokens = token.map { ServiceToken($0) } }
        try await CommandRunner.run(console) { [options, verbose] in
            do {
                try await MockServer.serve(options) { event in
                    switch event {
                    case .listening(let start): console.data(start.text)
                    case .request(let entry): if verbose { console.message(entry.text) }
                    case .stopped(let summary): console.message(summary.text)
                    }
                }
                return nil
            } catch let error as any Error & CustomStringConvertible {
                throw CommandError(Exit(ofService: error), error.description)
            }
        }
    }
}
