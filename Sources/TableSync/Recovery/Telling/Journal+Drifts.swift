import TableModel

extension Journal {
    /// Notes how a run ended, and which of its operations were left out since somebody else was at their records.
    ///
    /// - Parameter drifts: These records; nil if no operation could have been left out.
    /// - Returns: Why it could not be noted, as a sentence; nil if it was.
    func noteEnd(of run: JournalledRun, _ ending: RunEnding, leavingOut drifts: [Drift]?) -> String? {
        guard let drifts else { return noteEnd(of: run, ending) }
        do {
            return noteEnd(of: run, ending, leaving: try operations(of: run, keptBackBy: drifts))
        } catch {
            let problem = "Why operations of run \(run.id) were left out could not be noted: \(error)"
            return [problem, noteEnd(of: run, ending)].compactMap(\.self).joined(separator: " ")
        }
    }

    private func operations(of run: JournalledRun, keptBackBy drifts: [Drift]) throws -> [LeftOut] {
        guard !drifts.isEmpty else { return [] }
        let records = Dictionary(drifts.map { ($0.id, $0) }) { first, _ in first }
        let keys = Dictionary(drifts.filter { $0.kind == .appeared }.map { ($0.key, $0) }) { first, _ in first }
        var found: [LeftOut] = []
        for page in Array(0..<(try stepCount(of: run))).pages(of: 1_000) {
            for (operation, step) in try steps(of: run, at: page).sorted(by: { $0.key < $1.key }) {
                let drift =
                    switch step {
                    case .create(let create): keys[create.key]
                    case .update(let update), .archive(let update): records[update.id]
                    case .delete(let delete): records[delete.id]
                    case .unchanged, .skipped, .invalid, .adopt: Drift?.none
                    }
                if let drift { found.append(.drift(drift.kind, drift.id, operation: operation)) }
            }
        }
        return found
    }

    /// Why operations of a run were left out, by their places.
    func drifts(of run: JournalledRun) throws -> [Int: Drift.Kind] {
        try leftOut(of: run).reduce(into: [:]) { drifts, left in
            if case .drift(let kind, _, let operation) = left { drifts[operation] = kind }
        }
    }
}
