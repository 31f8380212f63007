import ArgumentParser
import MockAirtable

/// How slow the server is.
struct LatencyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Milliseconds from sending a request to its being counted.", valueName: "ms"))
    var latencyBefore = 0.0

    @Option(help: ArgumentHelp("Milliseconds from counting a request to its answer.", valueName: "ms"))
    var latencyAfter = 0.0

    @Option(help: ArgumentHelp("How many milliseconds each of the two may be longer or shorter.", valueName: "ms"))
    var latencyJitter = 0.0

    @Option(help: ArgumentHelp("How many milliseconds later one request in ten is counted.", valueName: "ms"))
    var tailBefore = 0.0

    @Option(help: ArgumentHelp("How many milliseconds later one request in ten is answered.", valueName: "ms"))
    var tailAfter = 0.0

    @Option(
        help: ArgumentHelp("How many milliseconds the first request of each connection takes longer.", valueName: "ms"))
    var connectionCost = 0.0

    func validate() throws {
        for (name, value) in [
            ("--latency-before", latencyBefore), ("--latency-after", latencyAfter), ("--latency-jitter", latencyJitter),
            ("--tail-before", tailBefore), ("--tail-after", tailAfter), ("--connection-cost", connectionCost),
        ] where !(0...3_600_000).contains(value) {
            throw ValidationError("\(name) must be between 0 and 3,600,000 milliseconds.")
        }
    }

    var model: LatencyModel {
        LatencyModel(
            beforeCount: .milliseconds(latencyBefore), afterCount: .milliseconds(latencyAfter),
            jitter: .milliseconds(latencyJitter), tailBeforeCount: .milliseconds(tailBefore),
            tailAfterCount: .milliseconds(tailAfter), perNewConnection: .milliseconds(connectionCost))
    }
}
