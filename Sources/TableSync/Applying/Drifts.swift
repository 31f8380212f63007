import TableModel

/// The records that drifted, and the steps of the plan that this concerns.
struct Drifts: Sendable {
    private(set) var all: [Drift] = []
    private var ids: Set<RecordID> = []
    private var lines: Set<Int> = []

    var isEmpty: Bool { all.isEmpty }

    mutating func add(_ drift: Drift) {
        all.append(drift)
        if drift.kind == .appeared, let line = drift.line { lines.insert(line) } else { ids.insert(drift.id) }
    }

    /// Whether the step concerns a record that drifted.
    func contains(_ operation: PlanOperation) -> Bool {
        switch operation {
        case .create(let create): lines.contains(create.line)
        case .update(let update), .archive(let update): ids.contains(update.id)
        case .delete(let delete): ids.contains(delete.id)
        case .unchanged, .skipped, .invalid, .adopt: false
        }
    }
}
