import Foundation
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A process that dies at any step – around any request, after any commit to the journal or the snapshot, when its plan is marked –
/// leaves a run that can be finished and undone, and a snapshot that is trusted for what it knows.
///
/// The points are counted in a process that lives, and each is then the last of another process.
@Suite(.timeLimit(.minutes(30))) struct KillPointTests {
    private typealias Scene = RecoveryScene
    private typealias Legacy = RecoveryScene.Legacy

    /// A process that died.
    private struct Death: Sendable {
        let legacy: Legacy
        /// Whether it has left a run to go on with. If not – it had not begun, or had just ended what it undid – it may have left the
        /// snapshot open for good, to be read again.
        let hasHeir: Bool
        let comment: Comment
    }

    // MARK: What processes do

    private static func path(_ scene: Scene) -> String { scene.folder + "/users.plan" }

    /// Makes the plan and saves it.
    private static func prepare(_ scene: Scene) async throws {
        _ = try await scene.table.plan(
            Scene.rows, matching: ["email"], options: scene.syncOptions(), savingTo: path(scene))
    }

    @discardableResult
    private static func apply(_ scene: Scene, _ table: some RemoteTable) async throws -> SyncReport {
        try await table.apply(Plan(contentsOf: path(scene)), options: scene.syncOptions())
    }

    /// The run that was begun; nil if the process died before.
    private static func run(_ scene: Scene) throws -> RunID? {
        try scene.journal().runs().first { $0.description.undoes == nil }?.id
    }

    /// Whether there is a run, and it is not undone.
    private static func isOpen(_ scene: Scene) throws -> Bool {
        guard let run = try run(scene) else { return false }
        return try scene.journal().run(run).ending?.kind != .undone
    }

    /// Resumes the run, or begins one; gives whether all was done.
    private static func finish(_ scene: Scene, _ table: some RemoteTable) async throws -> Bool {
        guard let run = try run(scene) else { return try await apply(scene, table).isComplete }
        return try await table.resume(run, in: scene.journal(), options: scene.options).isComplete
    }

    /// Undoes the run; gives nil if there is none.
    private static func undo(_ scene: Scene, _ table: some RemoteTable) async throws -> UndoReport? {
        guard let run = try run(scene) else { return nil }
        return try await table.undo(run, in: scene.journal(), schema: Scene.schema, options: scene.options)
    }

    // MARK: What is expected

    private static func expectWanted(_ death: Death) async throws {
        let (scene, comment) = (death.legacy.scene, death.comment)
        #expect(scene.contents == Scene.wanted, comment)
        #expect(scene.table.records.count == Scene.rows.count, comment)
        let run = try #require(try run(scene))
        #expect(try scene.journal().run(run).ending?.kind == .complete, comment)
        try await expectNothingToDo(Scene.rows, death)
    }

    /// Expects the table before, but for the files that are listed as lost.
    private static func expectBefore(_ death: Death, losing lost: Set<RecordID>) async throws {
        let (scene, comment) = (death.legacy.scene, death.comment)
        #expect(scene.contents == scene.restorable(losing: lost), comment)
        #expect(scene.table.records.count == scene.before.count, comment)
        try await expectNothingToDo(Scene.old, death)
    }

    /// Expects that the snapshot is as the table and trusted, and that a later push finds nothing to do.
    private static func expectNothingToDo(_ rows: [Fields], _ death: Death) async throws {
        let (scene, comment) = (death.legacy.scene, death.comment)
        #expect(death.legacy.kill.arrivals(until: scene.time.now + Duration.seconds(60)).isEmpty, comment)
        try scene.expectMirrored(isTrusted: death.hasHeir ? true : nil, comment)
        try await scene.time.sleep(for: .seconds(600))
        var options = scene.syncOptions()
        options.plan.mode = .push
        let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
        #expect(plan.counts.unchanged == rows.count && plan.counts.rowsIn == rows.count, comment)
    }

    // MARK: Every point

    /// Has processes die at each point of `life` after `before`, and `next` go on.
    ///
    /// - Parameters:
    ///   - least: How many points there are at least.
    ///   - fates: What becomes of requests that are on their way; more than one are taken in turns.
    private static func enumerate(
        _ name: String, atLeast least: Int, _ fates: [KillSwitch.Fate],
        after before: @escaping @Sendable (Scene) async throws -> Legacy,
        _ life: @escaping @Sendable (Scene, MortalTable) async throws -> Void,
        next: @escaping @Sendable (Death) async throws -> Void
    ) throws {
        let points = try Scene.run { scene in
            let first = try await before(scene)
            return try await first.scene.live(over: first.table, life).kill.points
        }
        #expect(points >= least)
        for point in 0..<points {
            let fate = fates[point % fates.count]
            try Scene.run { scene in
                let first = try await before(scene)
                let legacy = try await first.scene.live(until: point, fate, over: first.table, life)
                try await next(
                    Death(
                        legacy: legacy, hasHeir: isOpen(legacy.scene),
                        comment: "died at \(point) of \(points), requests \(fate)"))
            }
        }
        let names = fates.map { "\($0)" }.joined(separator: ", ")
        FileHandle.standardError.write(Data("kill points of \(name): \(points), with requests \(names)\n".utf8))
    }

    /// What a process leaves that made the plan, and of which another died at `point` that carried it out.
    private static func begun(_ scene: Scene, until point: Int? = nil) async throws -> Legacy {
        let maker = try await scene.live { scene, _ in try await prepare(scene) }
        return try await maker.scene.live(until: point, .applied) { scene, table in try await apply(scene, table) }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is resumed to what the plan says, and no record is there twice`(
        _ fate: KillSwitch.Fate
    ) throws {
        try Self.enumerate("a run that is resumed", atLeast: 214, [fate]) { scene in
            try await scene.live { scene, _ in try await Self.prepare(scene) }
        } _: { scene, table in
            try await Self.apply(scene, table)
        } next: { death in
            #expect(try await Self.finish(death.legacy.scene, death.legacy.table), death.comment)
            try await Self.expectWanted(death)
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is undone to the table before`(_ fate: KillSwitch.Fate) throws {
        try Self.enumerate("a run that is undone", atLeast: 214, [fate]) { scene in
            try await scene.live { scene, _ in try await Self.prepare(scene) }
        } _: { scene, table in
            try await Self.apply(scene, table)
        } next: { death in
            let report = try await Self.undo(death.legacy.scene, death.legacy.table)
            #expect(report?.isComplete ?? true, death.comment)
            try await Self.expectBefore(death, losing: report?.lostFiles ?? [])
        }
    }

    /// In the midst of the creates and changes, and of the deletes.
    private static let deaths = [100, 190]

    @Test(arguments: deaths)
    func `a resume that died anywhere is resumed to what the plan says`(_ death: Int) throws {
        try Self.enumerate("a resume that is resumed", atLeast: 30, KillSwitch.Fate.allCases) { scene in
            try await Self.begun(scene, until: death)
        } _: { scene, table in
            _ = try await Self.finish(scene, table)
        } next: { death in
            #expect(try await Self.finish(death.legacy.scene, death.legacy.table), death.comment)
            try await Self.expectWanted(death)
        }
    }

    @Test(arguments: deaths)
    func `a resume that died anywhere is undone to the table before`(_ death: Int) throws {
        try Self.enumerate("a resume that is undone", atLeast: 30, KillSwitch.Fate.allCases) { scene in
            try await Self.begun(scene, until: death)
        } _: { scene, table in
            _ = try await Self.finish(scene, table)
        } next: { death in
            let report = try #require(try await Self.undo(death.legacy.scene, death.legacy.table))
            #expect(report.isComplete, death.comment)
            try await Self.expectBefore(death, losing: report.lostFiles)
        }
    }

    @Test(arguments: [nil] + deaths)
    func `an undo that died anywhere is finished by undoing again`(_ death: Int?) throws {
        try Self.enumerate("an undo", atLeast: 100, KillSwitch.Fate.allCases) { scene in
            try await Self.begun(scene, until: death)
        } _: { scene, table in
            _ = try await Self.undo(scene, table)
        } next: { death in
            // What was created again by the undo that died, that one would have listed.
            let listed = try Self.recreated(death.legacy.scene)
            let report = try #require(try await Self.undo(death.legacy.scene, death.legacy.table))
            #expect(report.isComplete, death.comment)
            #expect(Set(report.recreations.map(\.old)).count == report.recreations.count, death.comment)
            try await Self.expectBefore(death, losing: report.lostFiles.union(listed))
        }
    }

    /// The deleted records that an undo has created again, as far as anybody can have heard of it.
    private static func recreated(_ scene: Scene) throws -> Set<RecordID> {
        let journal = try scene.journal()
        guard let id = try run(scene), let undo = try journal.undoing(id) else { return [] }
        let ledger = try journal.ledger(of: undo)
        let created = ledger.deeds(.created).map(\.operation) + ledger.unknown.map(\.operation)
        return Set(try journal.steps(of: journal.run(id), at: created).values.compactMap(\.recordID))
    }
}

extension UndoReport {
    /// The records of which it says that their files are lost.
    fileprivate var lostFiles: Set<RecordID> {
        Set(losses.filter { $0.kind == .attachments(field: "files") }.map(\.record))
    }
}
