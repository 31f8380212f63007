import Synchronization

/// Loads an index, and says to those who do something else meanwhile when that is over.
final class IndexLoading: Sendable {
    private let isEnded = Atomic<Bool>(false)

    /// Whether the index has been loaded, or could not be.
    var isOver: Bool { isEnded.load(ordering: .relaxed) }

    @concurrent func load(_ snapshot: some RecordSource) async throws -> SnapshotIndex {
        defer { isEnded.store(true, ordering: .relaxed) }
        return try await SnapshotIndex(of: snapshot)
    }
}
