import TableModel
import TableSync

/// Shows a plan: lines for people, events for machines.
struct PlanOutput: Sendable {
    let console: Console
    let isJSON: Bool
    /// Where every step is written; nil for nowhere.
    let combined: CombinedFile?
    /// Says what is not about a plan.
    let events: PushOutput

    /// - Parameters:
    ///   - file: How the file is called.
    ///   - combined: The path of a file for every step; nil for none.
    ///   - failedOut: The path of a file for the rows that fail; nil for none.
    init(_ console: Console, isJSON: Bool, file: String, combined: String? = nil, failedOut: String? = nil) {
        self.console = console
        self.isJSON = isJSON
        self.combined = combined.map(CombinedFile.init)
        events = PushOutput(console, isJSON: isJSON, file: file, failed: failedOut.map(FailedFile.init))
    }

    func note(_ sentences: [String]) {
        for sentence in sentences { events.emit(.warning(sentence)) }
    }

    /// The ways in which the table's state could have been known.
    func explain(_ choice: RefreshChoice) {
        if isJSON {
            for alternative in choice.alternatives { console.data(PlanEvent.refresh(alternative, choice)) }
        } else {
            for line in RefreshExplanation.lines(choice) { console.data(line) }
        }
    }

    /// The steps, what is wrong with rows, what must be known about the whole, and the totals.
    ///
    /// - Parameters:
    ///   - path: Where the plan is saved; nil if it is not.
    ///   - verifies: Whether what the plan touches is read again first; nil if only a plan of a part of the table is.
    ///   - beforehand: Requests that must come before, such as those that make the table.
    ///   - monthlyCalls: What the service allows in a month; nil if nobody has said.
    /// - Throws: `PlanFileError` if the plan's file cannot be read; what ``CombinedFile`` throws.
    func show(
        _ plan: Plan, savedTo path: String? = nil, verifies: Bool? = nil, beforehand: Int = 0,
        monthlyCalls: Int? = nil
    ) async throws {
        note(plan.header.warnings)
        try await combined?.write(plan)
        try await showSteps(plan)
        for finding in plan.findings {
            if finding.severity == .warning {
                events.emit(.warning(finding.message))
            } else if !isJSON {
                console.message("Refused: \(finding.message)")
            }
        }
        let footer = PlanFooter(
            counts: plan.counts, cost: plan.cost, verifies: verifies ?? !plan.header.basis.scope.isWholeTable,
            beforehand: beforehand, monthlyCalls: monthlyCalls)
        if isJSON { console.data(PlanEvent.plan(plan, footer, savedTo: path)) } else { console.data(footer.text) }
    }

    /// Says that nothing came of the plan. Machines know it from the last event.
    func tellDryRun() {
        if !isJSON { console.data("Dry run: nothing was written.") }
    }

    private func showSteps(_ plan: Plan) async throws {
        if isJSON { return try await tellSteps(plan) }
        let lines = PlanLines(plan.header.whole ?? plan.header.managed)
        var shown = (writes: 0, deletes: 0)
        let writes = plan.counts.create + plan.counts.update + plan.counts.archive
        for try await operation in plan.operations {
            if case .invalid(let row) = operation { tell(row) }
            guard let line = lines.line(operation) else { continue }
            let color = PlanSymbol(operation)?.color
            if case .delete = operation {
                if shown.deletes == 0 { tellRest(of: writes) }
                if shown.deletes < PlanLines.rowsShown { console.data(line, headedIn: color) }
                shown.deletes += 1
            } else {
                if shown.writes < PlanLines.rowsShown { console.data(line, headedIn: color) }
                shown.writes += 1
            }
        }
        events.flush()
        if shown.deletes == 0 { tellRest(of: shown.writes) }
        tellRest(of: shown.deletes)
    }

    /// Tells machines of the steps; those that come next are read meanwhile.
    private func tellSteps(_ plan: Plan) async throws {
        var steps = plan.operations.makeAsyncIterator()
        var batch = try PlanStepBatch(of: &steps)
        while !batch.isEmpty {
            async let lines = batch.lines()
            let next = try PlanStepBatch(of: &steps)
            console.data(await lines)
            if let row = batch.invalid { tell(row) }
            batch = next
        }
        events.flush()
    }

    /// Names every row that cannot be written, with each of its problems.
    ///
    /// - Returns: How many problems there are.
    /// - Throws: `PlanFileError` if the plan's file cannot be read.
    func tellProblems(_ plan: Plan) async throws -> Int {
        guard plan.counts.invalid > 0 else { return 0 }
        var count = 0
        for try await case .invalid(let row) in plan.operations {
            tell(row)
            count += row.problems.count
        }
        events.flush()
        return count
    }

    private func tellRest(of count: Int) {
        guard count > PlanLines.rowsShown else { return }
        console.data(PlanLines.rest(count - PlanLines.rowsShown))
    }

    private func tell(_ row: InvalidRow) {
        for problem in row.problems {
            events.emit(
                .rowFailed(
                    line: row.line, code: problem.code.rawValue, field: problem.field, message: problem.message))
        }
    }
}
