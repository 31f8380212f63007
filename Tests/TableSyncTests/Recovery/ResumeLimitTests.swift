import Foundation
import Locking
import RateLimiting
import TableModel
import Testing

@testable import TableSync

/// How far a resume goes, and from what it begins.
@Suite(.timeLimit(.minutes(30))) struct ResumeLimitTests {
    private typealias Scene = RecoveryScene

    @Test func `as many rows may fail as the limit of the resume says`() throws {
        let refuse = { @Sendable (row: Fields) -> RemoteError? in
            row["name"] == "new" ? RemoteError(.invalidValue, message: "m", attempted: "write") : nil
        }
        try Scene.run(refusing: refuse) { scene in
            var few = scene.syncOptions(onError: .continue)
            few.run.maxErrors = 1
            few.run.requestsInFlight = 1
            let stopped = try await scene.table.sync(Scene.rows, matching: ["email"], options: few)
            #expect(stopped.stopped == .tooManyErrors(limit: 1) && stopped.rows.notAttempted > 0)
            let (run, journal) = (try #require(stopped.run), try scene.journal())

            var options = scene.options
            options.requestsInFlight = 1
            options.maxErrors = 2
            let limited = try await scene.table.resume(run, in: journal, options: options)
            #expect(limited.rest?.stopped == .tooManyErrors(limit: 2))
            #expect((2..<10).contains(limited.rest?.rows.failed ?? 0))
            #expect(limited.rest?.rows.notAttempted ?? 0 > 0)
            options.maxErrors = nil
            let rest = try await scene.table.resume(run, in: journal, options: options).rest
            #expect(rest?.stopped == nil && rest?.rows.failed == limited.rest?.rows.notAttempted)
        }
    }

    /// A clock that lets something happen when it is first asked for the date: after a run was looked up, and before its table is locked.
    private final class Interlude: TimeSource {
        private let base: any TimeSource
        private let act: Guarded<(@Sendable () -> Void)?>

        init(_ base: any TimeSource, _ act: @escaping @Sendable () -> Void) {
            self.base = base
            self.act = Guarded(act)
        }

        var now: TimePoint { base.now }
        var date: Date {
            let act = self.act.withLock { act in
                defer { act = nil }
                return act
            }
            act?()
            return base.date
        }
        func sleep(until deadline: TimePoint) async throws(CancellationError) { try await base.sleep(until: deadline) }
    }

    @Test func `what another process did with the run until its table was locked is known`() throws {
        try Scene.run { scene in
            let journal = try scene.journal()
            let begin = { try journal.begin(RunDescription("create", target: JournalScene.target, strategy: "stop")) }
            let counted = try begin()
            var options = scene.options
            options.time = Interlude(scene.time) {
                do { try journal.note(rowCount: 3, of: counted) } catch { Issue.record(error) }
            }
            let report = try await scene.table.resume(counted.id, in: journal, options: options)
            #expect(report.rowsKnown == 3 && !report.mayHaveMoreRows)

            let undone = try begin()
            options.time = Interlude(scene.time) {
                let ending = RunEnding(.undone, at: undone.begun, sentence: "")
                do { try journal.end(undone, ending) } catch { Issue.record(error) }
            }
            let undo = try await scene.table.undo(undone.id, in: journal, schema: Scene.schema, options: options)
            #expect(undo.operations == 0)
            #expect(try journal.undos(of: undone.id).isEmpty)
        }
    }
}
