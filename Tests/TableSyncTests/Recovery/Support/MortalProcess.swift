import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport

@testable import TableSync

/// A process that carries a plan out, with a journal, and may die on the way.
struct MortalProcess {
    /// What it finds in place of the table.
    let table: any RemoteTable
    let time: VirtualTime
    /// Where its journal is.
    let folder: String
    var options: RunOptions
    /// By how many seconds its clock is ahead.
    var ahead: TimeInterval = 0

    /// Carries the plan out until `kill` says that the process dies; gives the run.
    ///
    /// - Parameter snapshot: What the process keeps up with the table, in which no other has left anything open; nil for none.
    func carryOut(
        _ plan: Plan, _ kill: KillSwitch, onError: ErrorStrategy = .stop, snapshot: Snapshot? = nil
    ) async throws -> RunID {
        let clock = OtherTime(base: time, ahead: ahead)
        let journal = try Journal(in: folder, for: plan.header.target, time: clock)
        var description = RunDescription("sync", plan: plan, strategy: onError.rawValue)
        description.closesSnapshot = snapshot != nil
        let run = try journal.begin(description, carryingOut: plan.operations)
        var apply = ApplyOptions(run: options, onError: onError)
        apply.verifies = false
        apply.run.time = clock
        apply.run.log = MortalLog(base: journal.log(of: run), kill: kill)
        apply.telling = snapshot.map { SnapshotTelling($0, of: run.id, after: 0) }
        let mortal = MortalTable(base: table, time: time, kill: kill)
        do {
            let planRun = PlanRun(table: mortal, plan: plan, snapshot: snapshot, options: apply)
            let report = try await planRun(from: planRun.begin(), progress: nil)
            if !kill.isDead {
                try journal.end(
                    run, RunEnding(report.isComplete ? .complete : .incomplete, at: time.date, sentence: ""))
            }
        } catch  where kill.isDead {
        }
        return run.id
    }
}
