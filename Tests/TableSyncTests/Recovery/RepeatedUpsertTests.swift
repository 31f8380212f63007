import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A process dies when a lost create was repeated and answered as an update, and an earlier request is still in doubt, so that no
/// outcome says yet that the run created the record.
@Suite(.timeLimit(.minutes(30))) struct RepeatedUpsertTests {
    private typealias Scene = RecoveryScene

    /// The table, which loses the first two answers for one row to create and the first for a later one.
    ///
    /// - Parameter record: What somebody else makes in the place of the later row; nil if its request arrives.
    private static func table(_ scene: Scene, _ record: Fields?) -> FaultyTable {
        let losses = Guarded<[String: Int]>(["user44@example.com": 2, "user50@example.com": 1])
        return FaultyTable(scene.table, scene.time) { _, chunk in
            losses.withLock { losses in
                for (key, count) in losses where chunk.elements.contains(where: { $0.fields["email"] == .string(key) })
                {
                    losses[key] = count > 1 ? count - 1 : nil
                    guard let record, record["email"] == .string(key) else { return .appliedThenLost }
                    scene.table.insert([record])
                    return .dropped
                }
                return nil
            }
        }
    }

    /// Pushes ``RecoveryScene/rows`` until the process dies at `point`; gives what the journal has for certain of the repeats.
    private static func push(
        _ scene: Scene, until point: Int?, losing record: Fields? = nil
    ) async throws -> (run: RunID, kill: KillSwitch, open: Int) {
        var options = scene.syncOptions()
        options.plan.mode = .push
        let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
        let kill = KillSwitch(at: point)
        let run = try await scene.carryOut(plan, kill) { _ in table(scene, record) }
        let journal = try scene.journal()
        let ledger = try journal.ledger(of: journal.run(run))
        return (run, kill, ledger.unknown.isEmpty ? 0 : ledger.perhapsCreated.count)
    }

    /// The points at which a repeat is answered and an earlier request is in doubt.
    private static func points(losing record: Fields? = nil) throws -> [Int] {
        let count = try Scene.run { scene in try await push(scene, until: nil, losing: record).kill.points }
        let points = try (0..<count).filter { point in
            try Scene.run { scene in try await push(scene, until: point, losing: record).open > 0 }
        }
        #expect(!points.isEmpty)
        return points
    }

    @Test func `what it created is deleted by an undo, and known to who resumes it`() throws {
        for point in try Self.points() {
            try Scene.run { scene in
                let (run, kill, _) = try await Self.push(scene, until: point)
                let undo = try await scene.next(kill).undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                #expect(undo.isComplete, "point \(point): \(undo.sentence)")
                #expect(scene.contents == scene.before, "point \(point)")
            }
            try Scene.run { scene in
                let (run, kill, _) = try await Self.push(scene, until: point)
                let journal = try scene.journal()
                let report = try await scene.next(kill).resume(run, in: journal, options: scene.options)
                #expect(report.isComplete, "point \(point)")
                #expect(scene.contents.merging(Scene.wanted) { $1 } == scene.contents, "point \(point)")
                #expect(scene.table.records.count == scene.before.count + Scene.created.count, "point \(point)")
                let created = try journal.ledger(of: journal.run(run)).deeds(.created)
                #expect(created.count == Scene.created.count, "point \(point)")
            }
        }
    }

    @Test func `what somebody else made in the place of a lost create is not taken for created`() throws {
        let theirs = Scene.row(50, "theirs").merging(["boss": "Ada"])
        for point in try Self.points(losing: theirs) {
            try Scene.run { scene in
                let (run, kill, _) = try await Self.push(scene, until: point, losing: theirs)
                let undo = try await scene.next(kill).undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                #expect(undo.conflicts.map(\.kind) == [.noPreImage], "point \(point): \(undo.sentence)")
                #expect(scene.contents["user50@example.com"]?["boss"] == "Ada", "point \(point)")
                #expect(scene.table.records.count == scene.before.count + 1, "point \(point)")
            }
        }
    }
}
