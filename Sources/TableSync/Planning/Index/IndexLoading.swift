import DequeModule
import Locking
import Synchronization

/// Loads the index of a snapshot: one thread reads the records, and another one enters them meanwhile.
final class IndexLoading: Sendable {
    /// How many records are entered together.
    private static let pageSize = 1_024
    /// How many pages may wait to be entered, of some 80 KB each. When there are more, the thread that reads enters some itself.
    private static let pagesWaiting = 64

    private let waiting = Guarded<Deque<[SnapshotEntry]>>([])
    /// What has been entered. Pages are taken by whoever holds it, so that they are entered in their order.
    private let draft = Guarded(SnapshotIndexDraft(capacity: 0))
    private let isEnded = Atomic<Bool>(false)

    /// Whether the index has been loaded, or could not be.
    var isOver: Bool { isEnded.load(ordering: .relaxed) }

    /// Loads the records of `snapshot`. Call it once.
    @concurrent func load(_ snapshot: some RecordSource) async throws -> SnapshotIndex {
        defer { isEnded.store(true, ordering: .relaxed) }
        let capacity = try snapshot.recordCount()
        draft.withLock { $0 = SnapshotIndexDraft(capacity: capacity) }
        let (pages, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        async let isEntered: Void = enterPages(announcedBy: pages)
        do {
            defer { signal.finish() }
            try read(snapshot) { signal.yield() }
        }
        await isEntered
        // Who is cancelled hears of no more pages.
        while enterPage() {}
        return SnapshotIndex(
            draft.withLock { draft in
                defer { draft = SnapshotIndexDraft(capacity: 0) }
                return draft
            })
    }

    /// - Parameter announce: Called when a page waits.
    private func read(_ snapshot: some RecordSource, announce: () -> Void) throws {
        var page: [SnapshotEntry] = []
        func add() {
            let count = waiting.withLock { waiting in
                waiting.append(page)
                return waiting.count
            }
            announce()
            if count > Self.pagesWaiting { _ = enterPage() }
            page = []
            page.reserveCapacity(Self.pageSize)
        }
        try snapshot.entries { entry in
            page.append(entry)
            if page.count == Self.pageSize { add() }
        }
        add()
    }

    @concurrent private func enterPages(announcedBy pages: AsyncStream<Void>) async {
        for await _ in pages { while enterPage() {} }
    }

    /// Enters the next page that waits; false if none does.
    private func enterPage() -> Bool {
        draft.withLock { draft in
            guard let page = waiting.withLock({ $0.popFirst() }) else { return false }
            draft.insert(page)
            return true
        }
    }
}
