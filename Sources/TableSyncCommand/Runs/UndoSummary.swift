import JSONText
import TableSync

/// What undoing a run came to, for people and for machines.
struct UndoSummary: Sendable, Hashable {
    let run: RunID
    let title: String
    let base: String
    let table: String
    /// Whether nothing was written.
    let isRehearsal: Bool
    let removed: Int
    let restored: Int
    let recreated: Int
    /// How many of these an earlier part of the undo has put back, and the same in words; nil for none.
    let doneBefore: Int
    let shareDoneBefore: String?
    let settled: Int
    /// Records of which something was left as it is.
    let conflicts: Int
    /// Those of them of which nobody knows what they held before.
    let unread: Int
    /// Cells that somebody has changed.
    let conflictingCells: Int
    let losses: Int
    let failed: Int
    let left: Int
    /// Requests of the whole command.
    var requests = 0
    let repeats: Int
    let penalty: Penalty
    let unseen: [String]
    /// What stays of what was made for the run, as sentences.
    let lasting: [String]
    var duration = Duration.zero
    /// Why the command ended before all was tried, as a sentence; nil if it did not.
    var stopped: String?
    /// Whether an error comes next that says the same.
    var isErrorToCome = false
    var exitCode: Int32 = 0

    init(_ run: JournalledRun, _ report: UndoReport, isRehearsal: Bool) {
        self.run = run.id
        title = RunLines.titleWithBase(run)
        base = run.description.target.base
        table = run.description.target.name
        self.isRehearsal = isRehearsal
        removed = report.removed
        restored = report.restored
        recreated = report.recreated
        doneBefore = report.doneBefore
        shareDoneBefore = report.shareDoneBefore
        settled = report.settled
        conflicts = report.conflictingRecords
        unread = report.conflicts.count { $0.kind == .noPreImage }
        conflictingCells = report.conflicts.count { if case .changed = $0.kind { true } else { false } }
        losses = report.losses.count
        failed = report.failures.count
        left = report.left
        repeats = report.repeats
        penalty = report.penalty
        unseen = report.unseen
        lasting = report.lasting
    }
}

extension UndoSummary {
    /// Such as `Undid 20260115-120000-k3x9fa, push users.csv to "users" (appA1B2C3D4E5F6G7): 10 created records deleted. 4 requests in 0.6 s.`
    var text: String {
        let changed = conflicts - unread
        let done = [
            (removed, "created \(removed == 1 ? "record" : "records") deleted"),
            (restored, "changed \(restored == 1 ? "record" : "records") put back"),
            (recreated, "deleted \(recreated == 1 ? "record" : "records") created again"),
        ]
        let rest = [
            (settled, "with nothing left to put back"),
            (changed, "left as somebody has made \(changed == 1 ? "it" : "them")"),
            (unread, "left, since what \(unread == 1 ? "it" : "they") held is not known"),
            (failed, "failed or unknown"), (left, "still to be put back"),
        ]
        let parts = words(done) + [shareDoneBefore].compactMap(\.self) + words(rest)
        let inAll = shareDoneBefore == nil ? "" : "in all, "
        let what = parts.isEmpty ? "nothing to put back" : parts.joined(separator: ", ")
        return "\(isRehearsal ? "Undoing" : "Undid") \(run), \(title): \(inAll)\(what). "
            + "\(Wording.count(requests, "request")) in \(Wording.duration(duration))."
            + (penalty.sentence.map { " " + $0 } ?? "")
    }

    private func words(_ counts: [(Int, String)]) -> [String] {
        counts.filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
    }

    /// The last event of an output for machines.
    var json: JSONValue {
        [
            "event": "undo_summary", "run": .string(run.rawValue), "base": .string(base),
            "table": .string(table),
            "dry_run": .bool(isRehearsal), "removed": .count(removed), "restored": .count(restored),
            "recreated": .count(recreated), "done_before": .count(doneBefore), "settled": .count(settled),
            "conflicts": .count(conflicts),
            "conflicting_cells": .count(conflictingCells),
            "losses": .count(losses), "failed": .count(failed), "left": .count(left), "requests": .count(requests),
            "repeats": .count(repeats), "seconds": .seconds(duration),
            "refusals": .count(penalty.refusals), "seconds_closed": .seconds(penalty.wait), "stopped": .text(stopped),
            "lasting": .array(lasting.map(JSONValue.string)), "unseen": .array(unseen.map(JSONValue.string)),
            "exit_code": .count(Int(exitCode)),
        ]
    }
}
