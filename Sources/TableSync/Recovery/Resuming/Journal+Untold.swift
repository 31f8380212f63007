import GRDB
import TableModel

/// What of a run its snapshot may not know.
extension Journal {
    /// How many outcomes a run has.
    func outcomeCount(of run: JournalledRun) throws -> Int {
        // Other events have no such member, and are not counted.
        let sql = "SELECT SUM(json_array_length(json, '$.outcomes')) FROM event WHERE run = ?"
        return try reading { try Int.fetchOne($0, sql: sql, arguments: [run.number]) ?? 0 }
    }

    /// The operations of a run whose records a snapshot may not know that was told the first `told` outcomes, and how many outcomes
    /// there are.
    ///
    /// They are those of later outcomes, and those that were sent after the last outcome of theirs that it was told. An outcome
    /// that does not tell whether the operation was carried out is none.
    func untold(of run: JournalledRun, after told: Int) throws -> (operations: Set<Int>, outcomes: Int) {
        var operations: Set<Int> = []
        var count = 0
        try events(of: run) { event in
            switch event.event {
            case .intent(_, _, let rows): operations.formUnion(rows)
            case .outcomes(let outcomes):
                for outcome in outcomes {
                    if count < told, outcome.isTold {
                        operations.remove(outcome.index)
                    } else {
                        operations.insert(outcome.index)
                    }
                    count += 1
                }
            case .answered, .withdrawn, .preImages: break
            }
        }
        return (operations, count)
    }
}

extension RowOutcome {
    /// Whether the outcome tells what became of the record.
    fileprivate var isTold: Bool { if case .unknown = result { false } else { true } }
}
