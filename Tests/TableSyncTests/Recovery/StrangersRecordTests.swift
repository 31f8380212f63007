import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A create is lost on its way, and before that is known somebody else makes a record of the same key: it is his, whatever is undone.
@Suite(.timeLimit(.minutes(30))) struct StrangersRecordTests {
    private typealias Scene = RecoveryScene

    /// A table that loses the first create of a row, whose record somebody else makes then.
    private static func table(
        _ scene: Scene, losing number: Int, to record: Fields,
        refusing isRefused: @escaping @Sendable (WriteChunk) -> Bool = { _ in false }
    ) -> FaultyTable {
        let key = Scene.row(number, "")["email"]
        return FaultyTable(scene.table, scene.time) { _, chunk in
            guard !isRefused(chunk) else { return .refused }
            guard chunk.verb == .create else { return nil }
            let isThere = scene.table.records.contains { $0.fields["email"] == key }
            guard !isThere, chunk.elements.contains(where: { $0.fields["email"] == key }) else { return nil }
            scene.table.insert([record])
            return .dropped
        }
    }

    private static func strangers(_ scene: Scene, _ number: Int) -> [Fields] {
        scene.table.records.map(\.fields).filter { $0["email"] == Scene.row(number, "")["email"] }
    }

    @Test(arguments: ["new", "theirs"])
    func `the undo of a verb deletes no record that holds what the run did not write`(_ name: String) throws {
        try Scene.run(matchingKeys: false) { scene in
            let theirs = Scene.row(70, name).merging(["boss": "Ada"])
            let table = Self.table(scene, losing: 70, to: theirs)
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let report = try await table.upsert(
                [Scene.row(70, "new"), Scene.row(71, "new")], matching: "email", options: options)
            #expect(report.isComplete)
            #expect(report.counts.created == 1 && report.counts.updated == 1)
            let undo = try await scene.table.undo(
                #require(report.run), in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(Self.strangers(scene, 70) == [theirs])
            #expect(undo.isComplete, "\(undo.sentence)")
            #expect(scene.table.records.count == scene.before.count + 1)
        }
    }

    /// Syncs under `rollback`, of which requests are refused; gives what the rollback did.
    private static func rollBack(
        _ name: String, refusing isRefused: @escaping @Sendable (WriteChunk) -> Bool,
        _ check: @escaping @Sendable (UndoReport) -> Void
    ) throws {
        try Scene.run { scene in
            let theirs = Scene.row(45, name).merging(["boss": "Ada"])
            let table = Self.table(scene, losing: 45, to: theirs, refusing: isRefused)
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            check(try #require(report.rollback))
            #expect(Self.strangers(scene, 45) == [theirs])
            #expect(scene.table.records.count == scene.before.count + 1)
        }
    }

    @Test(arguments: ["new", "theirs"])
    func `the rollback of a plan gives a record back as it was that it has changed in the place of its create`(
        _ name: String
    ) throws {
        // Deletes come when all creates are known. The last of the records that vanish is refused.
        try Self.rollBack(name) { chunk in
            chunk.verb == .delete && chunk.elements.contains { $0.id == JournalScene.id(Scene.vanished.upperBound) }
        } _: { rollback in
            #expect(rollback.isComplete, "\(rollback.sentence)")
        }
    }

    @Test(arguments: ["new", "theirs"])
    func `the rollback of a plan leaves a record as it is that may be that of a lost create`(_ name: String) throws {
        try Self.rollBack(name) { chunk in
            chunk.elements.contains { $0.fields["email"] == Scene.row(55, "")["email"] }
        } _: { rollback in
            #expect(rollback.failures.count == 1 && rollback.conflicts.isEmpty, "\(rollback.sentence)")
        }
    }
}
