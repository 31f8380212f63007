package import RateLimiting
package import TableModel

/// Brings a snapshot up to date in the way that was chosen.
package struct Refresh<Reader: PageReader>: Sendable {
    private let snapshot: Snapshot
    private let reader: Reader
    private let time: any TimeSource

    package init(_ snapshot: Snapshot, reader: Reader, time: any TimeSource) {
        self.snapshot = snapshot
        self.reader = reader
        self.time = time
    }

    /// - Parameter keys: The keys of the source; read only if the step needs them.
    /// - Throws: `RemoteError` if a page cannot be had, `SnapshotError`, `CancellationError`, and what `keys` throws. The
    ///   snapshot then claims what it claimed before.
    package func run(_ step: RefreshStep, keys: some AsyncSequence<RecordKey, any Error>) async throws -> RefreshReport
    {
        switch step {
        case .full: return try await FullRefresh(snapshot, reader: reader, time: time).run()
        case .keys: return try await KeyRefresh(snapshot, reader: reader).run(keys)
        case .changed: return try await ChangedRefresh(snapshot, reader: reader, time: time).run()
        case .none(let readsOn):
            return try await TrustRefresh(snapshot, reader: reader, time: time).run(readsOn: readsOn)
        case .explore(let pages):
            var report = try await FullRefresh(snapshot, reader: reader, time: time).run(pageLimit: pages)
            if !report.isExhaustive { report.add(try await KeyRefresh(snapshot, reader: reader).run(keys)) }
            return report
        }
    }
}
