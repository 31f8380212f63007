import ArgumentParser
import FoundationEssentials
import TabularFiles

/// `tablesync apply`: carries out a plan that was saved.
struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Carry out a plan that was saved.",
        discussion: """
            tablesync plan users.csv --unique email --delete -o users.plan
            tablesync apply users.plan

            A plan is good once. What it touches is read again first; if somebody has changed, deleted or created one of \
            these records, nothing is written, unless --skip-drifted leaves out exactly those.
            """)

    @Argument(help: ArgumentHelp("The file that tablesync plan saved.", valueName: "plan"), completion: .file())
    var plan: String

    @Flag(inversion: .prefixedNo, help: "Read again what the plan touches, before the first write: the default.")
    var verify = true

    @Flag(help: "Leave out exactly the records that somebody has changed, deleted or created since.")
    var skipDrifted = false

    @OptionGroup(title: "What may be done") var strategy: StrategyOptions
    @OptionGroup(title: "What may be done") var quota: QuotaOptions

    @OptionGroup var combined: CombinedOptions
    @OptionGroup var failedOut: FailedOutOptions

    @Flag(help: "Delete without asking.")
    var yes = false

    @Flag(help: "Write events as JSON Lines to standard output; the last is a summary, the plan or an error.")
    var json = false

    @OptionGroup(title: "Where") var connection: ConnectionOptions

    func validate() throws {
        if skipDrifted, !verify {
            throw ValidationError("Say --skip-drifted or --no-verify, not both: what is not read cannot be left out.")
        }
        try DistinctFiles.check([
            ("the plan", plan), ("--combined", combined.path), ("--failed-out", failedOut.path),
        ])
        if let path = failedOut.path, ![.json, .jsonLines].contains(TabularFormat(path: path)) {
            throw ValidationError(
                "For apply, --failed-out takes a file that ends in .json or .jsonl, but it was given \"\(path)\": a plan has the "
                    + "cells to be written alone, and in CSV the others would be blank.")
        }
    }

    func run() async throws {
        let console = Console(environment: ProcessInfo.processInfo.environment)
        let output = PlanOutput(
            console, isJSON: json, file: plan, combined: combined.path, failedOut: failedOut.path)
        let confirmation = Confirmation(isGiven: yes, on: console)
        try await PlanCarrier.run(output, over: connection, quota, confirmation: confirmation) { carrier, place in
            try await job(carrier, place: place).run()
        }
    }

    /// What the options ask for.
    func job(_ carrier: PlanCarrier, place: PlanPlace) -> ApplyJob {
        ApplyJob(
            path: plan, place: place, carrier: carrier, verifies: verify, skipsDrifted: skipDrifted,
            onError: strategy.strategy, maxErrors: strategy.maxErrors)
    }
}
