import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What an undo makes of what its earlier parts have put back, left, and created again.
@Suite(.timeLimit(.minutes(30))) struct RepeatedUndoTests {
    private typealias Scene = RecoveryScene

    private static func undo(
        _ run: RunID, in scene: Scene, over table: (any RemoteTable)? = nil, budget: Int? = nil,
        log: (any RunLog)? = nil
    ) async throws -> UndoReport {
        var options = scene.options
        options.log = log ?? options.log
        options.maxRequests = budget
        return try await (table ?? scene.table).undo(
            run, in: scene.journal(), schema: Scene.schema, options: options)
    }

    private static func key(_ number: Int) -> String { "user\(number)@example.com" }

    private static func change(_ number: Int, _ fields: Fields, in scene: Scene) throws {
        scene.table.change(try #require(scene.ids[key(number)]), fields)
    }

    /// A row of two cells that the run changes.
    private static func changed(_ number: Int) -> Fields {
        var row = Scene.row(number, "new")
        row["seats"] = .number(Double(number + 1_000))
        return row
    }

    /// A run that changes two cells of every record.
    private static func carryOut(in scene: Scene) async throws -> RunID {
        let rows = (0..<40).map(changed)
        return try await scene.carryOut(
            scene.table.plan(rows, matching: ["email"], options: scene.syncOptions()), KillSwitch())
    }

    // MARK: What stops it

    @Test func `an undo whose log fails was asked by nobody to stop, and is gone on with`() throws {
        struct Lost: Error {}
        try Scene.run { scene in
            let run = try await Self.carryOut(in: scene)
            let log = TroubledLog(InMemoryRunLog(), before: 3) { throw Lost() }
            let interruption = await #expect(throws: InterruptedRun.self) {
                _ = try await Self.undo(run, in: scene, log: log)
            }
            #expect(interruption?.underlying is Lost && interruption?.isUndo == true)
            let report = try #require(interruption?.report.rollback)
            #expect(report.stopped == nil && report.left > 0 && report.requests > 0)
            #expect(try await Self.undo(run, in: scene).isComplete)
            #expect(scene.contents == scene.before)
        }
    }

    // MARK: What it tells

    @Test func `what an earlier part has done is told as done before`() throws {
        try Scene.run { scene in
            let run = try await Self.carryOut(in: scene)
            for number in [3, 4] { try Self.change(number, ["name": "theirs"], in: scene) }
            let first = try await Self.undo(run, in: scene)
            #expect(first.restored == 38 && first.doneBefore == 0)
            #expect(first.sentence.hasPrefix("38 changed records put back; 2 conflicts, "))
            let second = try await Self.undo(run, in: scene)
            #expect(second.restored == 38 && second.doneBefore == 38)
            #expect(second.sentence.hasPrefix("in all, 38 changed records put back, all of them before; 2 conflicts, "))
            try Self.change(3, ["name": "new"], in: scene)
            let third = try await Self.undo(run, in: scene)
            #expect(third.restored == 39 && third.doneBefore == 38)
            #expect(third.sentence.hasPrefix("in all, 39 changed records put back, 38 of them before; 1 conflict, "))
            #expect(try scene.journal().run(run).ending?.sentence.contains(": in all, 39 changed ") == true)
        }
    }

    @Test func `work of a later run is told from that of others, once, until it is undone`() throws {
        try Scene.run { scene in
            let run = try await Self.carryOut(in: scene)
            try Self.change(3, ["name": "theirs"], in: scene)
            let strangers = try await Self.undo(run, in: scene)
            #expect(strangers.conflictingRecords == 1 && strangers.warnings.isEmpty)
        }
        try Scene.run { scene in
            let run = try await Self.carryOut(in: scene)
            let rows = (0..<40).map { Scene.row($0, "newer") }
            let later = try await scene.carryOut(
                scene.table.plan(rows, matching: ["email"], options: scene.syncOptions()), KillSwitch())
            let first = try await Self.undo(run, in: scene)
            #expect(first.conflictingRecords == 40)
            #expect(first.warnings.count { $0.hasPrefix("Run \(later), ") } == 1 && first.warnings.count == 1)
            #expect(try await Self.undo(later, in: scene).warnings.isEmpty)
            let second = try await Self.undo(run, in: scene)
            #expect(second.isComplete && second.warnings.isEmpty)
        }
    }

    // MARK: What is put back

    @Test func `what was put back before a budget ended stays what others make of it`() throws {
        try Scene.run { scene in
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            let first = try await Self.undo(run, in: scene, budget: 20)
            #expect(first.stopped != nil && first.conflicts.isEmpty)
            let restored = Scene.updated.filter { scene.contents[Self.key($0)]?["name"] == "old" }
            let theirs = try #require(restored.first)
            #expect(restored.count < Scene.updated.count)
            try Self.change(theirs, ["name": "new"], in: scene)
            #expect(try await Self.undo(run, in: scene).isComplete)
            #expect(Scene.updated.filter { scene.contents[Self.key($0)]?["name"] == "new" } == [theirs])
        }
    }

    @Test func `what was put back beside a failure stays what others make of it`() throws {
        try Scene.run { scene in
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            let refused = scene.ids[Self.key(3)]
            let faulty = FaultyTable(scene.table, scene.time) { _, chunk in
                chunk.verb == .update && chunk.elements.contains { $0.id == refused } ? .refused : nil
            }
            let first = try await Self.undo(run, in: scene, over: faulty)
            #expect(first.failures.count == 1 && first.conflicts.isEmpty && first.left == 0)
            try Self.change(4, ["name": "new"], in: scene)
            #expect(try await Self.undo(run, in: scene).isComplete)
            #expect(Scene.updated.filter { scene.contents[Self.key($0)]?["name"] == "new" } == [4])
        }
    }

    @Test func `what was put back before a process died stays theirs, and what it left is tried`() throws {
        var deaths = 0
        for point in stride(from: 8, to: 60, by: 4) {
            deaths += try Scene.run { scene in
                let run = try await Self.carryOut(in: scene)
                try Self.change(39, ["name": "theirs"], in: scene)
                let life = try await scene.live(until: point) { scene, table in
                    _ = try await Self.undo(run, in: scene, over: table)
                }
                let journal = try life.scene.journal()
                guard life.kill.isDead, let undo = try journal.undoing(run) else { return 0 }
                let ledger = try journal.ledger(of: undo)
                guard case .done = ledger[39], case .done = ledger[38] else { return 0 }
                try Self.change(38, Self.changed(38), in: scene)
                try Self.change(39, ["name": "new"], in: scene)
                #expect(try await Self.undo(run, in: life.scene, over: life.table).isComplete)
                let (theirs, left) = (scene.contents[Self.key(38)], scene.contents[Self.key(39)])
                #expect(theirs?["name"] == "new" && theirs?["seats"] == 1_038)
                #expect(left == scene.before[Self.key(39)])
                return 1
            }
        }
        #expect(deaths > 0)
    }

    @Test func `a cell that was left is tried also after an undo that did not come to it`() throws {
        try Scene.run { scene in
            let run = try await Self.carryOut(in: scene)
            try Self.change(3, ["name": "theirs"], in: scene)
            let first = try await Self.undo(run, in: scene)
            #expect(first.conflicts.map(\.kind) == [.changed(field: "name")])
            let second = try await Self.undo(run, in: scene, budget: 1)
            #expect(second.stopped != nil && second.conflicts.isEmpty)
            try Self.change(3, ["name": "new"], in: scene)
            #expect(try await Self.undo(run, in: scene).isComplete)
            #expect(scene.contents == scene.before)
        }
    }

    // MARK: What is created again

    private static func twins(in scene: Scene) -> [FieldValue?] {
        scene.table.records.filter { $0.fields["email"] == Scene.row(22, "")["email"] }.map { $0.fields["name"] }
    }

    @Test func `records of one key that were deleted together come back together`() throws {
        try Scene.run { scene in
            scene.table.insert([Scene.row(22, "twin")])
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            #expect(Self.twins(in: scene).isEmpty)
            let report = try await Self.undo(run, in: scene)
            #expect(report.isComplete && report.recreated == 19, "\(report.conflicts)")
            #expect(Set(Self.twins(in: scene)) == ["old", "twin"])
        }
    }

    @Test func `one of them that an undo created again before it died does not keep the other away`() throws {
        var deaths = 0
        for point in stride(from: 8, to: 60, by: 4) {
            deaths += try Scene.run { scene in
                scene.table.insert([Scene.row(22, "twin")])
                let run = try await scene.carryOut(scene.plan(), KillSwitch())
                let life = try await scene.live(until: point) { scene, table in
                    _ = try await Self.undo(run, in: scene, over: table)
                }
                guard life.kill.isDead, Self.twins(in: scene).count == 1 else { return 0 }
                let report = try await Self.undo(run, in: life.scene, over: life.table)
                #expect(report.isComplete, "\(report.conflicts)")
                #expect(Set(Self.twins(in: scene)) == ["old", "twin"])
                return 1
            }
        }
        #expect(deaths > 0)
    }
}
