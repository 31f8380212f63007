import TableModel

/// A step of a plan that writes cells, as the engine takes it, and what the snapshot learns from its answer.
struct PlannedWrite: Sendable {
    enum Kind: Sendable {
        case create, update, archive
    }

    let kind: Kind
    let row: MergeRow
    /// The row as the source gave it; nil if the record will not be all that the row says.
    let source: Fingerprint?

    /// The write that `operation` asks for; nil for steps that write no cells.
    init?(_ operation: PlanOperation) {
        switch operation {
        case .create(let create):
            kind = .create
            row = MergeRow(line: create.line, element: WriteChunk.Element(fields: create.fields))
            source = create.source
        case .update(let update):
            kind = .update
            row = MergeRow(line: update.line ?? 0, element: WriteChunk.Element(id: update.id, fields: update.after))
            source = update.source
        case .archive(let update):
            kind = .archive
            row = MergeRow(line: update.line ?? 0, element: WriteChunk.Element(id: update.id, fields: update.after))
            source = nil
        case .delete, .unchanged, .skipped, .invalid, .adopt: return nil
        }
    }
}
