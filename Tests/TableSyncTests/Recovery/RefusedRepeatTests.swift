import Locking
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A request is applied, its answer is lost, and it is refused when it is sent again: what it did is neither forgotten nor denied.
@Suite(.timeLimit(.minutes(30))) struct RefusedRepeatTests {
    private typealias Scene = RecoveryScene

    /// A sync of which the answer to a write is lost, and the same write refused when it comes again.
    private static func sync(
        _ strategy: ErrorStrategy, losing place: Int,
        _ check: @escaping @Sendable (Scene, SyncReport, Comment) async throws -> Void
    ) throws {
        try Scene.run { scene in
            let lost = Guarded<WriteChunk?>(nil)
            let table = FaultyTable(scene.table, scene.time) { count, chunk in
                lost.withLock { lost in
                    if count == place {
                        lost = chunk
                        return .appliedThenLost
                    }
                    guard lost == chunk else { return nil }
                    lost = nil
                    return .refused
                }
            }
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: strategy))
            #expect(report.rows.recorded == report.rows.rowsIn)
            try await check(scene, report, "\(strategy.rawValue), request \(place)")
        }
    }

    /// How many records have what the rows say.
    private static func written(_ scene: Scene) -> Int {
        scene.contents.values.count { $0["name"] == "new" }
    }

    // The first 22 requests write cells, two rows each; the last nine delete.
    @Test(arguments: 0..<22) func `a rollback puts it back`(_ place: Int) throws {
        try Self.sync(.rollback, losing: place) { scene, report, comment in
            guard let rollback = report.rollback else {
                // A create that was found is not sent again.
                #expect(report.isComplete && scene.contents == Scene.wanted, comment)
                return
            }
            #expect(rollback.isComplete, "\(comment): \(rollback.sentence)")
            #expect(scene.contents == scene.before, comment)
            #expect(report.rows.created + report.rows.updated + report.rows.unknown == 0, comment)
        }
    }

    /// The first write of which the answer is lost is refused when it comes again, by a service that had not applied it; then the
    /// process dies.
    @Test func `a kill does not make a refused row one that was not attempted`() throws {
        try Scene.run { scene in
            let lost = Guarded<WriteChunk?>(nil)
            let plan = try await scene.plan()
            let run = try await scene.carryOut(plan, KillSwitch(), onError: .rollback) { table in
                FaultyTable(table, scene.time) { count, chunk in
                    lost.withLock { lost in
                        if count == 1 {
                            lost = chunk
                            return .dropped
                        }
                        return lost == chunk ? .refused : nil
                    }
                }
            }
            let journal = try scene.journal()
            try journal.reopen(journal.run(run))
            var inDoubt: [Int] = []
            try journal.steps(of: journal.run(run)) { if case .inDoubt = $0.standing { inDoubt.append($0.position) } }
            try #require(!inDoubt.isEmpty)
            let report = try await scene.table.resume(run, in: journal, options: scene.options)
            let rollback = try #require(report.rollback)
            #expect(rollback.isComplete && scene.contents == scene.before)
            var refused: [Int: String] = [:]
            try journal.steps(of: journal.run(run)) { step in
                if case .failed(let reason?) = step.standing { refused[step.position] = reason.message }
            }
            #expect(refused.keys.sorted() == inDoubt)
            #expect(refused.values.count { $0.contains("no") } == refused.count)
        }
    }

    @Test(arguments: 0..<22) func `a run that stops says what it may have written`(_ place: Int) throws {
        try Self.sync(.stop, losing: place) { scene, report, comment in
            #expect(Self.written(scene) == report.rows.created + report.rows.updated + report.rows.unknown, comment)
        }
    }

    // Of two rows that were refused together the second is known to be the bad one when the first is taken.
    @Test(arguments: 0..<22) func `a run that goes on tells what it created from what it changed`(_ place: Int) throws {
        try Self.sync(.continue, losing: place) { scene, report, comment in
            #expect(Self.written(scene) == 44 && report.rows.failed == 0, comment)
            #expect(report.rows.created + report.rows.updated + report.rows.unknown == 44, comment)
            #expect(report.rows.created <= 22 && report.rows.updated <= 22 && report.rows.unknown <= 1, comment)
        }
    }
}
