import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What ``KillPointTests`` show of a run that stops holds of one that takes back what it did, of bulk verbs, and where creates go without
/// a key that the service matches: each could be carried out twice.
@Suite(.timeLimit(.minutes(30))) struct RollbackKillPointTests {
    private typealias Scene = RecoveryScene

    /// Has a process die at each point of `life`, and `next` go on with what it leaves; gives how many points there are.
    private static func enumerate(
        _ fate: KillSwitch.Fate, matchingKeys: Bool = true,
        refusing refusal: @escaping @Sendable (Fields) -> RemoteError? = { _ in nil },
        _ life: @escaping @Sendable (Scene, MortalTable) async throws -> Void,
        next: @escaping @Sendable (RecoveryScene.Legacy, Comment) async throws -> Void
    ) throws -> Int {
        let points = try Scene.run(matchingKeys: matchingKeys, refusing: refusal) { scene in
            try await scene.live(over: nil, life).kill.points
        }
        for point in 0..<points {
            try Scene.run(matchingKeys: matchingKeys, refusing: refusal) { scene in
                let legacy = try await scene.live(until: point, fate, life)
                try await next(legacy, "died at \(point) of \(points), requests \(fate)")
            }
        }
        return points
    }

    /// The newest run that is no undo; nil if none was begun.
    private static func run(_ legacy: RecoveryScene.Legacy) throws -> RunID? {
        try legacy.scene.journal().runs().first { $0.description.undoes == nil }?.id
    }

    private static func refusal(of number: Int) -> @Sendable (Fields) -> RemoteError? {
        { fields in
            guard fields["email"] == Scene.row(number, "")["email"] else { return nil }
            return RemoteError(.invalidValue, status: 422, type: "INVALID", message: "no", attempted: "write")
        }
    }

    private static func expectBefore(_ legacy: RecoveryScene.Legacy, _ comment: Comment) async throws {
        let scene = legacy.scene
        try await scene.time.sleep(for: .seconds(60))
        try await legacy.table.arrive()
        let files = scene.contents.filter { $0.value["files"] != nil }
        #expect(scene.contents == scene.restorable { files[$0] == nil }, comment)
        #expect(scene.table.records.count == scene.before.count, comment)
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a sync that rolls back and died anywhere is resumed to the table before`(_ fate: KillSwitch.Fate) throws {
        let points = try Self.enumerate(fate, refusing: Self.refusal(of: 55)) { scene, table in
            _ = try await table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
        } next: { legacy, comment in
            if let run = try Self.run(legacy), legacy.kill.isDead {
                let journal = try legacy.scene.journal()
                let isUndone = try journal.run(run).ending?.kind == .undone
                let report = try await legacy.table.resume(run, in: journal, options: legacy.scene.options)
                #expect(report.rollback?.isComplete == true, "\(comment): \(report.sentence)")
                #expect(try isUndone || journal.run(run).ending?.kind == .undone, comment)
            }
            try await Self.expectBefore(legacy, comment)
        }
        #expect(points > 150)
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a sync whose keys the service does not match is resumed to the table that it was to make`(
        _ fate: KillSwitch.Fate
    ) throws {
        let points = try Self.enumerate(fate, matchingKeys: false) { scene, table in
            _ = try await table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
        } next: { legacy, comment in
            let scene = legacy.scene
            if let run = try Self.run(legacy) {
                let report = try await legacy.table.resume(run, in: scene.journal(), options: scene.options)
                #expect(report.isComplete, "\(comment): \(report.sentence)")
            } else {
                _ = try await legacy.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
            }
            try await scene.time.sleep(for: .seconds(60))
            try await legacy.table.arrive()
            #expect(scene.contents == Scene.wanted, comment)
            #expect(scene.table.records.count == Scene.rows.count, comment)
        }
        #expect(points > 150)
    }

    /// A verb over rows of which some are there.
    enum Verb: CaseIterable, Sendable {
        case create, upsert, update, delete

        fileprivate func callAsFunction(_ scene: RecoveryScene, _ table: some RemoteTable) async throws {
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let ids = (0..<12).map { JournalScene.id($0 + 1) }
            switch self {
            case .create:
                let rows = (70..<82).map { RecoveryScene.row($0, "new") }
                _ = try await table.bulkCreate(rows, onError: .rollback, options: options)
            case .upsert:
                let rows = (34..<46).map { RecoveryScene.row($0, "new") }
                _ = try await table.upsert(rows, matching: "email", onError: .rollback, options: options)
            case .update:
                let changes = ids.map { ($0, ["name": "new"] as Fields) }
                _ = try await table.update(changes, onError: .rollback, options: options)
            case .delete: _ = try await table.delete(ids, onError: .rollback, options: options)
            }
        }
    }

    @Test(arguments: Verb.allCases, KillSwitch.Fate.allCases)
    func `a bulk verb that died anywhere is undone to the table before`(_ verb: Verb, _ fate: KillSwitch.Fate) throws {
        let points = try Self.enumerate(fate, matchingKeys: false) { scene, table in
            try await verb(scene, table)
        } next: { legacy, comment in
            if let run = try Self.run(legacy) {
                let undo = try await legacy.table.undo(
                    run, in: legacy.scene.journal(), schema: Scene.schema, options: legacy.scene.options)
                #expect(undo.isComplete, "\(verb), \(comment): \(undo.sentence)")
            }
            try await Self.expectBefore(legacy, comment)
        }
        #expect(points > 20)
    }
}
