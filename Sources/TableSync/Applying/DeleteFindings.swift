import Locking

/// What is found while the records to delete are read.
final class DeleteFindings: Sendable {
    struct Found: Sendable {
        /// Steps that were looked at.
        var taken = 0
        /// Records that are not what the plan saw.
        var drifts: [Drift] = []
        var cost = ReadCost()
    }

    private let state = Guarded(Found())

    var found: Found { state.withLock { $0 } }

    func add(_ page: Found) {
        state.withLock { state in
            state.taken += page.taken
            state.drifts += page.drifts
            state.cost.add(page.cost)
        }
    }
}
