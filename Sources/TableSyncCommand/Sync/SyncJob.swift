import TableSync

/// Makes a plan of a file, shows it, and carries it out.
struct SyncJob: Sendable {
    let planner: FilePlanner
    let carrier: PlanCarrier
    let explains: Bool
    /// Whether the plan is shown only.
    var isDryRun = false
    /// Whether the exit code of a dry run says that there are changes.
    var tellsChanges = false

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let planned = try await planner.plan(
                opensDeletes: isDryRun || !carrier.confirmation.isGiven, explains: explains, isCarriedOut: !isDryRun)
            defer { planned.snapshot.close() }
            let output = carrier.output
            output.note(planned.notes)
            if explains { output.explain(planned.choice) }
            try await output.show(planned.plan, monthlyCalls: carrier.connection.quota.monthlyCalls)
            return try await output.keepingFailures(
                of: planned.file, hasKey: true, table: planned.plan.header.target.name
            ) {
                guard !isDryRun else {
                    carrier.tellShortage(planned.plan)
                    output.tellDryRun()
                    return Exit(dryRun: planned.plan, tellsChanges: tellsChanges)
                }
                let maxErrors = try carrier.errorsLeft(of: planner.source.maxErrors, for: planned.plan)
                return try await carrier.carryOut(planned, maxErrors: maxErrors)
            }
        }
    }
}
