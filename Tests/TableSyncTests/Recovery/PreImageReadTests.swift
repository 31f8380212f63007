import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What becomes of a run whose records cannot be read before they are deleted.
@Suite(.timeLimit(.minutes(30))) struct PreImageReadTests {
    private typealias Scene = RecoveryScene

    /// A table that does not answer some of the reads of records by their ids.
    private final class Reticent: RemoteTable {
        private let base: InMemoryTable
        private let silent: Range<Int>
        private let reads = Guarded(0)
        private let requests = Guarded(0)

        init(_ base: InMemoryTable, silentReads: Range<Int>) {
            self.base = base
            silent = silentReads
        }

        var count: Int { requests.withLock(\.self) }
        var limits: RemoteLimits { base.limits }
        func forecast(requests: Int) -> Duration? { nil }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            requests.withLock { $0 += 1 }
            return try await base.send(chunk)
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> {
            requests.withLock { $0 += 1 }
            guard case .ids = query.filter else { return try await base.page(of: query, after: cursor) }
            let read = reads.withLock { reads in
                defer { reads += 1 }
                return reads
            }
            guard !silent.contains(read) else {
                return .notApplied(
                    RemoteError(
                        .serverFault, status: 503, type: "RETRIABLE_ERROR", message: "not well", attempted: "read"))
            }
            return try await base.page(of: query, after: cursor)
        }
    }

    private static func apply(
        _ scene: Scene, _ table: Reticent, _ configure: (inout SyncOptions) -> Void = { _ in }
    ) async throws -> SyncReport {
        let plan = try await scene.plan()
        var options = SyncOptions(target: JournalScene.target, schema: Scene.schema, stateFolder: scene.folder)
        options.run = scene.options
        configure(&options)
        return try await table.apply(plan, options: options, verifies: false)
    }

    @Test(arguments: [0, 1])
    func `a read that fails for good stops the run, and what was written is in the report`(_ answered: Int) throws {
        try Scene.run { scene in
            let table = Reticent(scene.table, silentReads: answered..<1_000)
            let report = try await Self.apply(scene, table)
            guard case .unavailable(let error) = report.stopped else {
                Issue.record("stopped: \(String(describing: report.stopped))")
                return
            }
            #expect(error.status == 503)
            #expect(report.rows.created == 22 && report.rows.updated == 22)
            #expect(report.vanished.deleted == answered * 10)
            #expect(report.vanished.notAttempted == 18 - answered * 10)
            #expect(report.requests == table.count)
            #expect(try scene.journal().run(#require(report.run)).ending?.kind == .stopped)
        }
    }

    /// 22 requests write, two read and nine delete; the first read is asked for thrice.
    @Test(arguments: [23, 24, 25, 26, 27, 30, 34, 35, 36])
    func `repeats of reads count against the limit`(_ limit: Int) throws {
        try Scene.run { scene in
            let table = Reticent(scene.table, silentReads: 0..<2)
            let report = try await Self.apply(scene, table) { $0.run.maxRequests = limit }
            #expect(table.count <= limit)
            #expect(report.requests == table.count)
            #expect(report.rows.created + report.rows.updated == 44)
            #expect((report.stopped == nil) == (limit >= 35), "\(String(describing: report.stopped))")
            if case .budgetReached(let requests)? = report.stopped { #expect(requests == table.count) }
        }
    }

    /// A log that fails at an event of its own choosing.
    private struct Failing: RunLog {
        struct Full: Error {}

        let fails: @Sendable (RunEvent) -> Bool

        func record(_ event: RunEvent) throws { if fails(event) { throw Full() } }
    }

    @Test func `a log that fails while records are deleted interrupts the run with a report of the whole`() throws {
        try Scene.run { scene in
            let table = Reticent(scene.table, silentReads: 0..<0)
            let interruption = await #expect(throws: InterruptedRun.self) {
                try await Self.apply(scene, table) {
                    $0.run.log = Failing { if case .preImages = $0 { true } else { false } }
                }
            }
            let report = try #require(interruption).report
            #expect(interruption?.underlying is Failing.Full)
            #expect(report.counts.created == 22 && report.counts.updated == 22 && report.counts.deleted == 0)
            #expect(report.requests == table.count)
        }
    }
}
