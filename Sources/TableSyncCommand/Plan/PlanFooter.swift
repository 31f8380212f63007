import TableSync

/// The last line of a plan for people.
enum PlanFooter {
    /// Such as `Plan: 12 to create, 30 to update, 3 to delete, 9,955 unchanged. 6 requests, about 1.0 s.`
    static func text(_ counts: PlanCounts, _ cost: PlanCost) -> String {
        var parts: [String] = []
        for (number, words) in [
            (counts.create, "to create"), (counts.update, "to update"), (counts.archive, "to archive"),
            (counts.delete, "to delete"), (counts.unchanged, "unchanged"), (counts.skipped, "skipped"),
            (counts.invalid, "invalid"),
        ] where number > 0 {
            parts.append("\(Wording.count(number)) \(words)")
        }
        let what = parts.isEmpty ? "no rows" : parts.joined(separator: ", ")
        guard counts.changes > 0 else { return "Plan: \(what). Nothing is to be done." }
        let time = cost.duration.map { ", about \(Wording.duration($0))" } ?? ""
        return "Plan: \(what). \(Wording.count(cost.toCome, "request"))\(time)."
    }
}
