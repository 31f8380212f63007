import TableModel

/// Rows that create records and whose keys can be used, but may not be what was meant: how many there are, and the first.
struct DoubtfulKeys: Sendable {
    /// Rows whose keys differ from that of an earlier row only in case, accents or outer space.
    private(set) var lookalikes: (count: Int, firstLine: Int?) = (0, nil)
    /// Rows whose keys the service may not store as they are, and what is said of the first.
    private(set) var risks: (count: Int, firstLine: Int?, first: CellProblem?) = (0, nil, nil)

    mutating func addLookalike(_ line: Int) { lookalikes = (lookalikes.count + 1, lookalikes.firstLine ?? line) }

    mutating func addRisk(_ line: Int, _ problem: CellProblem) {
        risks = (risks.count + 1, risks.firstLine ?? line, risks.first ?? problem)
    }

    var findings: [SafetyFinding] { [lookalikeFinding, riskFinding].compactMap(\.self) }

    private var lookalikeFinding: SafetyFinding? {
        guard let line = lookalikes.firstLine else { return nil }
        let (verb, they) = lookalikes.count == 1 ? ("differs", "it is") : ("differ", "they are")
        return SafetyFinding(
            .similarRows, .warning,
            "The key on line \(line)\(Self.more(lookalikes.count)) \(verb) only in case, accents or outer space from that of "
                + "an earlier row; \(they) taken for another key.")
    }

    private var riskFinding: SafetyFinding? {
        guard let line = risks.firstLine, let problem = risks.first else { return nil }
        return SafetyFinding(.riskyKeys, .warning, "Line \(line)\(Self.more(risks.count)): \(problem).")
    }

    /// Such as ` and 3 more`, for the others than the first.
    private static func more(_ count: Int) -> String { count == 1 ? "" : " and \(Listing.number(count - 1)) more" }
}
