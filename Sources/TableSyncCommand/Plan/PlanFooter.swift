import TableSync

/// The totals of a plan, as they are shown.
struct PlanFooter: Sendable {
    let counts: PlanCounts
    let cost: PlanCost
    /// Whether what the plan touches is read again before the first write.
    var verifies = false
    /// Requests that must come before: those that make the table or its fields, and the first look at a new table.
    var beforehand = 0
    /// What the service allows in a month; nil if nobody has said.
    var monthlyCalls: Int?

    /// Requests that carrying the plan out takes.
    var requests: Int { beforehand + cost.toCome + (verifies ? cost.verification : 0) }

    /// How much of the month's calls that is, from 0 to 1; nil if nobody knows how many there are.
    var share: Double? { monthlyCalls.map { Double(requests) / Double($0) } }

    /// Such as `Plan: 12 to create, 30 to update, 3 to delete, 9,955 unchanged. 7 requests, about 1.0 s, 0.007 % of 100,000
    /// monthly calls.`
    var text: String {
        let parts = [
            (counts.create, "to create"), (counts.update, "to update"), (counts.archive, "to archive"),
            (counts.delete, "to delete"), (counts.unchanged, "unchanged"), (counts.skipped, "skipped"),
            (counts.invalid, "invalid"),
        ].filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
        let what = parts.isEmpty ? "no rows" : parts.joined(separator: ", ")
        guard counts.changes > 0 else { return "Plan: \(what). Nothing is to be done." }
        var price = [Wording.count(requests, "request")]
        if let duration = cost.duration { price.append("about \(Wording.duration(duration))") }
        if let share, let monthlyCalls {
            price.append("\(Self.percent(share)) % of \(Wording.count(monthlyCalls)) monthly calls")
        }
        return "Plan: \(what). \(price.joined(separator: ", "))."
    }

    /// A share as a percentage, with decimals if it is small: `12`, `0.7`, `0.006`.
    private static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent >= 10 { return "\(Int(percent.rounded()))" }
        for scale in [10.0, 100, 1_000] {
            let rounded = (percent * scale).rounded() / scale
            if abs(rounded - percent) < percent / 20 { return Wording.plain(rounded) }
        }
        return "less than 0.01"
    }
}
