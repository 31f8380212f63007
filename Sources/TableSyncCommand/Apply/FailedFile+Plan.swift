import TableModel
import TableSync

extension FailedFile {
    /// Writes the steps of a plan that failed: the cells that they were to write, and the key.
    ///
    /// A plan has no other cells of a row, so the file must be of a format in which a cell that is not mentioned is left as it
    /// is: JSON or JSON Lines.
    ///
    /// - Throws: `PlanFileError` if the plan cannot be read; `TabularError` and ``CommandError`` if the file cannot be written.
    func write(stepsOf plan: Plan) async throws -> Written {
        let managed = plan.header.managed
        let key = managed.key.map(\.name)
        let columns = key + managed.fields.map(\.name).filter { !key.contains($0) }
        return try await write(columns) { write in
            var written = Written()
            for try await step in plan.operations {
                guard let line = step.line, let failure = self.failure(on: line) else { continue }
                guard let cells = step.cells else {
                    written.leftOut += 1
                    continue
                }
                let texts = zip(key, step.key).map { ($0, FieldValue.string($1)) }.filter { cells[$0.0] == nil }
                try write(line, Fields(texts + Array(cells)), failure)
                written.rows += 1
            }
            return written
        }
    }
}

extension PlanOperation {
    /// The cells that the step writes for a row; nil if it writes none.
    fileprivate var cells: Fields? {
        switch self {
        case .create(let create): create.fields
        case .update(let update): update.after
        case .archive, .delete, .unchanged, .skipped, .invalid, .adopt: nil
        }
    }
}
