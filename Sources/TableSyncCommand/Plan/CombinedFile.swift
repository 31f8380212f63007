import JSONText
import TableModel
import TableSync
import TabularFiles

/// Every step of a plan as a row of a CSV file, for spreadsheets and scripts.
///
/// The columns are the symbol, what is done, the row's line, the record's id, the key, the cells that change before and after
/// as JSON objects, and why a row is left out. Nothing is cut, and rows that are unchanged are there if the plan lists them.
struct CombinedFile: Sendable {
    static let columns = ["symbol", "do", "line", "record", "key", "before", "after", "message"]

    let path: String

    /// Writes the steps of `plan`. The file appears when it is complete: a failure leaves the old one.
    ///
    /// - Throws: ``CommandError``, `TabularError` if it cannot be written; `PlanFileError` if the plan cannot be read.
    func write(_ plan: Plan) async throws {
        let draft = OutputDraft(of: path)
        do {
            var writer = try CSVWriter(draft.sink(), columns: Self.columns)
            for try await operation in plan.operations {
                if let step = PlanStep(operation) { try writer.write(Self.cells(step)) }
            }
            try writer.finish()
            try draft.finish()
        } catch {
            draft.discard()
            throw error
        }
    }

    private static func cells(_ step: PlanStep) -> [String] {
        [
            String(step.symbol.rawValue), step.verb, step.line.map(String.init) ?? "", step.record?.rawValue ?? "",
            step.key.joined(separator: " + "), text(step.before), text(step.after), step.message ?? "",
        ]
    }

    private static func text(_ cells: Fields) -> String { cells.isEmpty ? "" : JSONValue.cells(cells).text }
}
