/// A pair of marks that belong together.
struct DelimiterMatch {
    /// The positions of the runs among the pieces.
    var opener: Int
    var closer: Int
    var isStrong: Bool

    var length: Int { isStrong ? 2 : 1 }
}

/// Finds which marks belong together, by the rules of CommonMark ("process emphasis").
struct DelimiterMatcher {
    private struct Run {
        var piece: Int
        var run: DelimiterRun
        /// Marks that have no partner yet.
        var left: Int
    }

    /// What decides which runs a closing one can be matched with.
    private struct Kind: Hashable {
        var mark: Unicode.Scalar
        var canOpen: Bool
        var remainder: Int
    }

    /// Runs that may still open something, the innermost last.
    private var open: [Run] = []
    /// How many of the open runs are known to match no closing run of the kind: what keeps long texts from taking long.
    private var fruitless: [Kind: Int] = [:]
    private var matches: [DelimiterMatch] = []

    /// The pairs, inner ones before those around them.
    static func matches(of pieces: [RichTextPiece]) -> [DelimiterMatch] {
        var matcher = DelimiterMatcher()
        for (index, piece) in pieces.enumerated() {
            guard case .run(let run) = piece else { continue }
            matcher.add(Run(piece: index, run: run, left: run.count))
        }
        return matcher.matches
    }

    private mutating func add(_ added: Run) {
        var closer = added
        if closer.run.canClose { close(&closer) }
        if closer.run.canOpen, closer.left > 0 { open.append(closer) }
    }

    private mutating func close(_ closer: inout Run) {
        let kind = Kind(mark: closer.run.mark, canOpen: closer.run.canOpen, remainder: closer.run.count % 3)
        while closer.left > 0 {
            let untried = fruitless[kind, default: 0]
            guard let index = open[untried...].lastIndex(where: { Self.match($0.run, closer.run) }) else {
                fruitless[kind] = open.count
                return
            }
            let isStrong = open[index].left >= 2 && closer.left >= 2
            let match = DelimiterMatch(opener: open[index].piece, closer: closer.piece, isStrong: isStrong)
            matches.append(match)
            open[index].left -= match.length
            closer.left -= match.length
            // Marks inside a pair that found no partner there find none outside.
            open.removeSubrange((open[index].left > 0 ? index + 1 : index)...)
            fruitless = fruitless.mapValues { min($0, open.count) }
        }
    }

    /// The rule of three decides texts such as `*a**b*`.
    private static func match(_ opener: DelimiterRun, _ closer: DelimiterRun) -> Bool {
        guard opener.mark == closer.mark else { return false }
        let isAmbiguous = opener.canClose || closer.canOpen
        return !isAmbiguous || (opener.count + closer.count) % 3 != 0
            || (opener.count % 3 == 0 && closer.count % 3 == 0)
    }
}
