import TableSync

/// The ways in which the table's state could have been known, as lines for people.
enum RefreshExplanation {
    /// A line for each way, the chosen one marked, the others with what speaks against them.
    static func lines(_ choice: RefreshChoice) -> [String] {
        ["How the table's state could be known:"]
            + choice.alternatives.flatMap { alternative in
                let calls = "\(alternative.calls)"
                let verdict = verdict(alternative, choice)
                let noun = calls == "1" || calls.hasSuffix(" 1") ? "call" : "calls"
                let line = "  \(alternative.method.rawValue): \(calls) \(noun); \(verdict)"
                return [line] + alternative.blindSpots.map { "    \($0)" }
            }
    }

    private static func verdict(_ alternative: RefreshAlternative, _ choice: RefreshChoice) -> String {
        if alternative.method == choice.chosen?.method {
            guard case .explore(let pages) = choice.chosen else { return "chosen." }
            return "chosen, for at most \(Wording.count(pages, "call")); then the keys if the table has more."
        }
        if let problem = alternative.problem { return "cannot be used: \(problem)." }
        if let doubt = alternative.doubt { return "only if asked for: \(doubt)." }
        return "costs more, or shows less."
    }
}
