import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A create is lost on its way, and before that is known somebody else makes a record of the same key: it is his, whatever is undone.
@Suite(.timeLimit(.minutes(30))) struct StrangersRecordTests {
    private typealias Scene = RecoveryScene

    /// A table that loses the first create of a row, whose record somebody else makes then; `refused` is a row that it refuses.
    private static func table(
        _ scene: Scene, losing number: Int, to record: Fields, refusing refused: Int? = nil
    ) -> FaultyTable {
        let key = Scene.row(number, "")["email"]
        let bad = refused.flatMap { Scene.row($0, "")["email"] }
        return FaultyTable(scene.table, scene.time) { _, chunk in
            guard chunk.verb == .create else { return nil }
            let isThere = scene.table.records.contains { $0.fields["email"] == key }
            if !isThere, chunk.elements.contains(where: { $0.fields["email"] == key }) {
                scene.table.insert([record])
                return .dropped
            }
            return bad != nil && chunk.elements.contains { $0.fields["email"] == bad } ? .refused : nil
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
            #expect(Self.strangers(scene, 70).map { $0["boss"] } == ["Ada"], "\(undo.sentence)")
            #expect(scene.table.records.count == scene.before.count + 1)
        }
    }

    @Test func `the rollback of a plan deletes no record that holds what the plan does not manage`() throws {
        try Scene.run { scene in
            let theirs = Scene.row(45, "new").merging(["boss": "Ada"])
            let table = Self.table(scene, losing: 45, to: theirs, refusing: 55)
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            #expect(report.rollback != nil)
            #expect(Self.strangers(scene, 45) == [theirs])
            #expect(scene.table.records.count == scene.before.count + 1)
        }
    }
}

extension Fields {
    fileprivate func merging(_ others: Fields) -> Fields {
        var merged = self
        for (name, value) in others { merged[name] = value }
        return merged
    }
}
