import TableModel

/// The part of a run's plan that was not carried out, as a plan of its own.
struct PlanRest: Sendable {
    let plan: Plan
    /// The operation of the run that each of its steps is.
    let operations: [Int]

    /// Records that are not deleted since something of the run failed before.
    let withheldDeletes: Int

    /// Gathers what `ledger` says was not attempted; nil if that is nothing, or if the run has no plan. Nothing is deleted after a
    /// failure.
    init?(of run: JournalledRun, in journal: Journal, after ledger: Ledger, limits: RemoteLimits) throws {
        guard let header = run.description.plan else { return nil }
        let left = (0..<(try journal.stepCount(of: run))).filter { ledger[$0] == .notAttempted }
        guard !left.isEmpty else { return nil }
        var writer = try PlanWriter(header, to: .temporary(folder: journal.stateFolder))
        var counts = PlanCounts()
        var operations: [Int] = []
        var withheldDeletes = 0
        let mayDelete = run.description.mayDelete && !ledger.hasFailures
        for page in left.pages(of: 1_000) {
            let steps = try journal.steps(of: run, at: page)
            for operation in page {
                guard let step = steps[operation] else { continue }
                if case .delete = step, !mayDelete {
                    withheldDeletes += 1
                    continue
                }
                try writer.append(step)
                counts.add(step)
                operations.append(operation)
            }
        }
        counts.rowsIn = counts.accounted
        let cost = PlanCost(of: counts, key: header.managed.key, limits: limits, made: 0)
        plan = try writer.finish(PlanSummary(counts: counts, cost: cost))
        self.operations = operations
        self.withheldDeletes = withheldDeletes
    }
}
