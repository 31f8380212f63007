import TableModel

/// The records that drifted, and the steps of the plan that this concerns.
struct Drifts: Sendable {
    private(set) var all: [Drift] = []
    private var ids: Set<RecordID> = []
    /// The keys of rows whose records appeared: no two rows that create have the same.
    private var keys: Set<[String]> = []

    var isEmpty: Bool { all.isEmpty }

    mutating func add(_ drift: Drift) {
        all.append(drift)
        if drift.kind == .appeared { keys.insert(drift.key) } else { ids.insert(drift.id) }
    }

    /// Whether the step concerns a record that drifted.
    func contains(_ operation: PlanOperation) -> Bool {
        switch operation {
        case .create(let create): keys.contains(create.key)
        case .update(let update), .archive(let update): ids.contains(update.id)
        case .delete(let delete): ids.contains(delete.id)
        case .unchanged, .skipped, .invalid, .adopt: false
        }
    }
}
