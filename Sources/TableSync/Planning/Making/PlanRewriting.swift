import TableModel

/// Writes the steps of a plan again, without rows that turned out to share their key with a later row.
///
/// A row is planned when it comes; that none of the rows of its key is meant is known when the second one comes.
struct PlanRewriting {
    /// Lines of the rows to be left out; those found are removed.
    private var retracted: Set<Int>
    /// What the plan does; corrected as rows are left out.
    private(set) var counts: PlanCounts

    init(retracted: Set<Int>, counts: PlanCounts) {
        self.retracted = retracted
        self.counts = counts
    }

    mutating func rewrite(
        _ operations: PlanOperations, to writer: consuming PlanWriter
    ) throws(PlanFileError) -> PlanWriter {
        var steps = operations.makeAsyncIterator()
        while let step = try steps.nextOperation() {
            guard let line = step.line, retracted.remove(line) != nil else {
                try writer.append(step)
                continue
            }
            try leaveOut(step, line: line, &writer)
        }
        // Rows that were unchanged have no step, unless the plan lists them.
        for line in retracted.sorted() { try leaveOut(.unchanged(line: line, key: []), line: line, &writer) }
        retracted = []
        return writer
    }

    private mutating func leaveOut(
        _ step: PlanOperation, line: Int, _ writer: inout PlanWriter
    ) throws(PlanFileError) {
        let skipped = PlanOperation.skipped(
            SkippedRow(
                line: line, key: step.key,
                reason: RowFailure(
                    .duplicateKey, message: "A later row has the key of this one. Keep one of them.")))
        counts.add(step, times: -1)
        counts.add(skipped)
        try writer.append(skipped)
    }
}
