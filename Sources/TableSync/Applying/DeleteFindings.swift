import Locking
import TableModel

/// What is found while the records to delete are read.
final class DeleteFindings: Sendable {
    struct Found: Sendable {
        /// Records that are not what the plan saw.
        var drifts: [Drift] = []
        var cost = ReadCost()
        /// Why no more records were read; nil if all were.
        var failure: RemoteError?
    }

    private let state = Guarded(Found())

    var found: Found { state.withLock { $0 } }

    func add(_ page: Found) {
        state.withLock { state in
            state.drifts += page.drifts
            state.cost.add(page.cost)
        }
    }

    func end(_ failure: RemoteError) { state.withLock { $0.failure = failure } }
}
