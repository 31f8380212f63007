extension Journal {
    /// Notes how a run ended whose report is made: what was done is to be told also if that cannot be noted.
    ///
    /// - Parameter leftOut: What was left as it is; nil for what is noted already.
    /// - Returns: Why it could not be noted, as a sentence; nil if it was.
    func noteEnd(of run: JournalledRun, _ ending: RunEnding, leaving leftOut: [LeftOut]? = nil) -> String? {
        do {
            if let leftOut { try end(run, ending, leaving: leftOut) } else { try end(run, ending) }
            return nil
        } catch {
            return Self.unnoted([run], error)
        }
    }

    /// Why the ends of runs could not be noted, as a sentence.
    static func unnoted(_ runs: [JournalledRun], _ error: any Error) -> String {
        runs.count == 1
            ? "That run \(runs[0].id) has ended could not be noted, so it is listed as one that has not: \(error)"
            : "That runs \(runs.map(\.id.rawValue).joined(separator: " and ")) have ended could not be noted, so they are listed "
                + "as they were: \(error)"
    }

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
}
