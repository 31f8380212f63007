import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A create is lost on its way, and somebody else has made a record of the same key or the same cells, or does so before that is known: it
/// is his, whatever is resumed or undone.
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

    // MARK: Records of our own other runs

    private static let twins = (80..<86).map { Scene.row($0, "new") }

    private static func journalled(_ scene: Scene) -> RunOptions {
        var options = scene.options
        options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
        return options
    }

    @Test(arguments: [KillSwitch.Fate.dropped, .applied])
    func `a resume takes no record that another run created in the same second`(_ fate: KillSwitch.Fate) throws {
        let points = try Scene.run { scene in
            let kill = KillSwitch()
            let table = MortalTable(base: scene.table, time: scene.time, kill: kill)
            _ = try await table.bulkCreate(Self.twins, options: Self.journalled(scene))
            return kill.points
        }
        #expect(points >= 6)
        for point in 0..<points {
            try Scene.run { scene in
                let options = Self.journalled(scene)
                let first = try await scene.table.bulkCreate(Self.twins, options: options)
                let theirs = Set(scene.table.records.map(\.id))
                let life = try await scene.live(until: point, fate) { scene, table in
                    _ = try await table.bulkCreate(Self.twins, options: Self.journalled(scene))
                }
                #expect(life.kill.isDead)
                let written = Set(scene.table.records.map(\.id)).subtracting(theirs)
                let journal = try life.scene.journal()
                let run = try #require(try journal.runs().first)
                guard run.id != first.run else { return }
                let report = try await life.table.resume(run.id, in: journal, options: scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(report.notAttempted.count == Self.twins.count - written.count, comment)
                let undo = try await scene.table.undo(
                    run.id, in: journal, schema: Scene.schema, options: scene.options)
                #expect(undo.isComplete && undo.removed == written.count, comment)
                #expect(Set(scene.table.records.map(\.id)) == theirs, comment)
            }
        }
    }

    @Test func `a run takes no record that another run created in the same second for a lost one of its own`() throws {
        try Scene.run { scene in
            let options = Self.journalled(scene)
            _ = try await scene.table.bulkCreate(Self.twins, options: options)
            let theirs = Set(scene.table.records.map(\.id))
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == 0 ? .dropped : nil }
            let report = try await table.bulkCreate(Self.twins, options: options)
            #expect(report.isComplete && scene.table.records.count == theirs.count + Self.twins.count)
            _ = try await scene.table.undo(
                try #require(report.run), in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(Set(scene.table.records.map(\.id)) == theirs)
        }
    }
}
