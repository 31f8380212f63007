import TableSync

/// Makes a plan, shows it, and saves it if it is to be kept.
struct MakePlanJob: Sendable {
    let planner: FilePlanner
    /// Where the plan is saved; nil if it is only shown.
    let path: String?
    let explains: Bool
    /// Whether the exit code says that there are changes.
    let tellsChanges: Bool
    let output: PlanOutput

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let planned = try await planner.plan(opensDeletes: true, explains: explains, savingTo: path)
            // Closing waits for the disk, and showing the plan does not need it.
            async let _: Void = planned.snapshot.close()
            output.note(planned.notes)
            if explains { output.explain(planned.choice) }
            try await output.show(
                planned.plan, savedTo: path, monthlyCalls: planner.connection.quota.monthlyCalls)
            let exit = Exit(dryRun: planned.plan, tellsChanges: tellsChanges)
            if exit != nil, exit != .changesPresent { return exit }
            if let path, !output.isJSON {
                output.console.message("Saved. Carry it out with: tablesync apply \(path)\(check(planned.plan)).")
            }
            return exit
        }
    }

    /// What looking at the table again costs; that of a plan of a part of the table is among its requests.
    private func check(_ plan: Plan) -> String {
        guard plan.header.basis.scope.isWholeTable else { return "" }
        return " (\(Wording.count(plan.cost.verification, "request")) more, to see that nothing has changed)"
    }
}
