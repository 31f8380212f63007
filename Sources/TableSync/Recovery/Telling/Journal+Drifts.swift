import TableModel

extension Journal {
    /// Why operations of a run were left out, by their places.
    func drifts(of run: JournalledRun) throws -> [Int: Drift.Kind] {
        try leftOut(of: run).reduce(into: [:]) { drifts, left in
            if case .drift(let kind, _, let operation) = left { drifts[operation] = kind }
        }
    }
}
