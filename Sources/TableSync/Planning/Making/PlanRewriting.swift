import TableModel

/// Writes the steps of a plan again, without rows that turned out to share their key with a later row.
///
/// A row is planned when it comes; that none of the rows of its key is meant is known when the second one comes.
struct PlanRewriting {
    /// The rows to be left out; those found are removed.
    private var retracted: Set<RetractedRow>
    /// What the plan does; corrected as rows are left out.
    private(set) var counts: PlanCounts

    init(retracted: Set<RetractedRow>, counts: PlanCounts) {
        self.retracted = retracted
        self.counts = counts
    }

    mutating func rewrite(
        _ operations: PlanOperations, to writer: consuming PlanWriter
    ) throws(PlanFileError) -> PlanWriter {
        var steps = operations.makeAsyncIterator()
        while let step = try steps.nextOperation() {
            guard let line = step.line, !step.isOfLaterDuplicate,
                let row = retracted.remove(RetractedRow(line: line, key: step.key))
            else {
                try writer.append(step)
                continue
            }
            try leaveOut(step, row, &writer)
        }
        // Rows that were unchanged have no step, unless the plan lists them.
        for row in retracted.sorted(by: { $0.line < $1.line }) {
            try leaveOut(.unchanged(line: row.line, key: row.key), row, &writer)
        }
        retracted = []
        return writer
    }

    private mutating func leaveOut(
        _ step: PlanOperation, _ row: RetractedRow, _ writer: inout PlanWriter
    ) throws(PlanFileError) {
        let skipped = PlanOperation.skipped(
            SkippedRow(
                line: row.line, key: row.key,
                reason: RowFailure(
                    .duplicateKey, message: "A later row has the key of this one. Keep one of them.")))
        counts.add(step, times: -1)
        counts.add(skipped)
        try writer.append(skipped)
    }
}

extension PlanOperation {
    /// Whether the row was left out because an earlier one has its key.
    fileprivate var isOfLaterDuplicate: Bool {
        guard case .skipped(let row) = self else { return false }
        return row.reason.code == .duplicateKey
    }
}
