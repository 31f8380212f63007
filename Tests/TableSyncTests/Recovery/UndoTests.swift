import Foundation
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What an undo puts back, what it leaves alone, and what it says of both.
@Suite(.timeLimit(.minutes(30))) struct UndoTests {
    private typealias Scene = RecoveryScene

    /// Carries the plan out after `meddle` and undoes it after `spoil`; both get the ids of the records before.
    private func undo(
        meddling meddle: @escaping @Sendable (Scene, [RecordID]) -> Void = { _, _ in },
        spoiling spoil: @escaping @Sendable (Scene, [RecordID]) -> Void = { _, _ in },
        isRehearsal: Bool = false,
        check: @escaping @Sendable (Scene, UndoReport) async throws -> Void
    ) throws {
        try Scene.run { scene in
            let ids = scene.table.records.map(\.id)
            let plan = try await scene.plan()
            meddle(scene, ids)
            let run = try await scene.carryOut(plan, KillSwitch())
            spoil(scene, ids)
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Scene.schema, isRehearsal: isRehearsal, options: scene.options)
            try await check(scene, report)
        }
    }

    private static func id(of key: Int, in scene: Scene) -> RecordID? {
        scene.table.records.first { $0.fields["email"] == Scene.row(key, "")["email"] }?.id
    }

    @Test func `everything is put back, new ids are told, and what cannot be put back is listed`() throws {
        try undo(check: { scene, report in
            #expect(
                scene.contents
                    == scene.restorable { _ in false }.mapValues { cells in
                        var cells = cells
                        cells["files"] = nil
                        return cells
                    })
            #expect(report.removed == 22 && report.restored == 22 && report.recreated == 18)
            #expect(report.isComplete)
            #expect(report.recreations.map(\.old) == report.recreations.map(\.old).sorted().reversed())
            #expect(Set(report.recreations.map(\.new)).isSubset(of: scene.table.records.map(\.id)))
            #expect(report.losses.count { $0.kind == .identity } == 18)
            #expect(report.losses.count { $0.kind == .attachments(field: "files") } == 18)
            #expect(
                report.sentence
                    == "22 created records deleted, 22 changed records put back, 18 deleted records created again.")
            let runs = try scene.journal().runs()
            #expect(runs.map(\.ending?.kind) == [.complete, .undone])
        })
    }

    @Test func `an undo costs a request for each page that is read and each ten that are written`() throws {
        try undo(check: { scene, report in
            // 18 deleted records are read by id and by key, a page of ten at a time; 22 and 22 by id.
            #expect(report.requests == (2 + 2 + 9) + (3 + 11) + (3 + 11))
        })
    }

    @Test func `a rehearsal says the same and writes nothing`() throws {
        try undo(
            isRehearsal: true,
            check: { scene, report in
                #expect(scene.contents == Scene.wanted)
                #expect(report.removed == 22 && report.restored == 22 && report.recreated == 18)
                #expect(report.recreations.isEmpty)
                let runs = try scene.journal().runs()
                #expect(runs.count == 1)
            })
    }

    @Test func `a cell that somebody else changed since is kept and named, and its neighbour is put back`() throws {
        try undo(
            spoiling: { scene, ids in
                scene.table.change(ids[3], ["name": "theirs"])
                scene.table.change(Self.id(of: 50, in: scene) ?? ids[0], ["name": "theirs"])
            },
            check: { scene, report in
                let created = try #require(Self.id(of: 50, in: scene))
                #expect(
                    Set(report.conflicts.map(\.description)) == [
                        "Record rec00000000000004: somebody else has changed \"name\" since, so it was left as it is.",
                        "Record \(created): somebody else has changed \"name\" since, so it was left as it is.",
                    ])
                #expect(scene.contents["user3@example.com"]?["name"] == "theirs")
                #expect(scene.contents["user50@example.com"]?["name"] == "theirs")
                #expect(report.removed == 21 && report.restored == 21 && !report.isComplete)
                let journal = try scene.journal()
                let runs = try journal.runs()
                #expect(runs.map(\.endings.count) == [1, 2])
                #expect(runs.map(\.ending?.kind) == [.incomplete, .partlyUndone])
                #expect(runs[1].ending?.sentence == "Undone in part by \(runs[0].id): \(report.sentence)")
                #expect(runs.map(\.isFinished) == [true, true])
                #expect(try journal.conflicts(of: runs[0]) == report.conflicts)
                #expect(try journal.undos(of: report.run).map(\.id) == [runs[0].id])
            })
    }

    /// The scene's schema with another name for a field; nil for no such field at all.
    private static func schema(_ field: String, renamed name: String?) -> TableSchema {
        let fields = Scene.schema.fields.compactMap { known -> FieldSchema? in
            guard known.name == field else { return known }
            return name.map { FieldSchema(id: known.id, name: $0, type: known.type) }
        }
        return TableSchema(
            id: Scene.schema.id, name: Scene.schema.name, primaryFieldID: Scene.schema.primaryFieldID, fields: fields)
    }

    @Test(arguments: ["name", "email", "seats"])
    func `a field that was renamed since is put back under its new name`(_ field: String) throws {
        try Scene.run { scene in
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            for record in scene.table.records {
                scene.table.change(record.id, [field: .null, "renamed": record.fields[field] ?? .null])
            }
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Self.schema(field, renamed: "renamed"), options: scene.options)
            #expect(report.isComplete, "\(report.sentence)")
            #expect(report.removed == 22 && report.restored == 22 && report.recreated == 18)
            let cells = Set(scene.table.records.map { $0.fields["renamed"] ?? .null })
            #expect(cells == Set(scene.before.values.map { $0[field] ?? .null }))
        }
    }

    @Test func `records that somebody has taken out of the trash are there again, and in nobody's way`() throws {
        try Scene.run { scene in
            let before = scene.table.records
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            let back = before.filter { $0.fields["seats"] == 25 || $0.fields["seats"] == 30 }
            scene.table.restore(back)
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(report.isComplete, "\(report.sentence)")
            #expect(back.count == 2 && report.recreated == 16)
            let kept = Set(back.map(\.id))
            #expect(scene.contents == scene.restorable(losing: Set(report.recreations.map(\.old)).subtracting(kept)))
            #expect(scene.table.records.count == scene.before.count)
        }
    }

    @Test func `cells of a field that was removed since are named as that, and the others are put back`() throws {
        try Scene.run { scene in
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            for record in scene.table.records { scene.table.change(record.id, ["name": .null]) }
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Self.schema("name", renamed: nil), options: scene.options)
            #expect(report.conflicts.count == 22 && Set(report.conflicts.map(\.kind)) == [.noField(field: "name")])
            #expect(report.removed == 22 && report.restored == 0 && report.recreated == 18)
            #expect(report.losses.count { $0.kind == .field("name") } == 18)
            #expect(scene.table.records.count == 40)
        }
    }

    @Test func `what was left is tried by another undo, and what is undone stays what others made of it`() throws {
        try undo(
            spoiling: { scene, ids in scene.table.change(ids[3], ["name": "theirs"]) },
            check: { scene, first in
                #expect(first.restored == 21 && first.conflicts.count == 1)
                // Somebody gives the one record back what the run wrote, and writes it into another that is undone.
                let ids = scene.table.records.map(\.id)
                scene.table.change(ids[3], ["name": "new"])
                scene.table.change(ids[4], ["name": "new", "seats": 4])
                let second = try await scene.table.undo(
                    first.run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                // All parts of the undo are counted together.
                #expect(second.isComplete && second.restored == 22 && second.removed == 22 && second.settled == 0)
                #expect(scene.contents["user3@example.com"]?["name"] == "old")
                #expect(scene.contents["user4@example.com"]?["name"] == "new")
                let journal = try scene.journal()
                let run = try journal.run(first.run)
                #expect(run.endings.map(\.kind) == [.complete, .partlyUndone, .undone])
                #expect(run.endings.map(\.stage) == [.run, .undo, .undo])
                let undo = try #require(try journal.undoing(run.id))
                #expect(undo.endings.map(\.kind) == [.incomplete, .complete])
                #expect(try journal.conflicts(of: undo).isEmpty)
            })
    }

    @Test func `cells that somebody else wrote into a record of ours keep it from being deleted`() throws {
        try undo(
            spoiling: { scene, ids in
                scene.table.change(Self.id(of: 51, in: scene) ?? ids[0], ["boss": [.string(ids[0].rawValue)]])
            },
            check: { scene, report in
                #expect(report.conflicts.map(\.kind) == [.changed(field: "boss")])
                #expect(scene.contents["user51@example.com"] != nil)
            })
    }

    @Test func `a record that appeared between snapshot and write is updated, reported, and never deleted`() throws {
        try undo(
            meddling: { scene, _ in _ = scene.table.insert([Scene.row(45, "theirs")]) },
            check: { scene, report in
                #expect(report.conflicts.map(\.kind) == [.noPreImage])
                #expect(scene.contents["user45@example.com"]?["name"] == "new")
                #expect(report.removed == 21)
            })
    }

    @Test func `what somebody else deleted since is not put back, and what has its key now is left alone`() throws {
        try undo(
            spoiling: { scene, ids in
                scene.table.remove([ids[5]])
                scene.table.insert([Scene.row(30, "theirs")])
            },
            check: { scene, report in
                #expect(report.conflicts.map(\.kind).contains(.gone))
                #expect(report.conflicts.count { if case .keyTaken = $0.kind { true } else { false } } == 1)
                #expect(scene.contents["user5@example.com"] == nil)
                #expect(scene.contents["user30@example.com"]?["name"] == "theirs")
                #expect(report.recreated == 17)
            })
    }

    @Test func `what is undone already needs nothing more, and an undo is not undone`() throws {
        try undo(check: { scene, report in
            let requests = scene.table.requests.count
            let again = try await scene.table.undo(
                report.run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(again.isComplete && again.settled == 0)
            #expect(scene.table.requests.count == requests)
            let undo = try #require(try scene.journal().undoing(report.run)).id
            await #expect(throws: UndoRefused.self) {
                _ = try await scene.table.undo(undo, in: scene.journal(), schema: Scene.schema, options: scene.options)
            }
        })
    }

    @Test func `a budget stops an undo, and undoing again goes on`() throws {
        try Scene.run { scene in
            let run = try await scene.carryOut(scene.plan(), KillSwitch())
            var options = scene.options
            options.maxRequests = 20
            let sent = scene.table.requests.count
            var report = try await scene.table.undo(run, in: scene.journal(), schema: Scene.schema, options: options)
            #expect(!report.isComplete && report.left > 0)
            #expect(scene.table.requests.count - sent <= 20)
            for _ in 0..<20 where !report.isComplete {
                report = try await scene.table.undo(run, in: scene.journal(), schema: Scene.schema, options: options)
            }
            #expect(report.isComplete)
            // The last part tells the sum of all.
            #expect(report.removed == 22 && report.restored == 22 && report.recreated == 18)
            #expect(scene.table.records.count == scene.before.count)
        }
    }

    @Test func `the journal of an undo tells which record each one that was created again stands for`() throws {
        try undo(check: { scene, report in
            let journal = try scene.journal()
            var pairs: [RecordID: RecordID] = [:]
            let own = try #require(try journal.undoing(report.run))
            try journal.steps(of: own) { step in
                if let old = step.replaces { pairs[old] = step.record }
            }
            #expect(pairs.count == 18)
            #expect(pairs == Dictionary(uniqueKeysWithValues: report.recreations.map { ($0.old, $0.new) }))
        })
    }

    @Test func `links among records that are created again are set to the new ids`() throws {
        try Scene.run { scene in
            let (one, two, three) = (scene.table.records[30].id, scene.table.records[31].id, scene.table.records[0].id)
            let link = { (ids: RecordID...) -> Fields in ["boss": .list(ids.map { .string($0.rawValue) })] }
            scene.table.change(one, link(two, three))
            scene.table.change(two, link(one))
            let journal = try scene.journal()
            let run = try journal.begin(RunDescription("delete", target: JournalScene.target, strategy: "stop"))
            var options = scene.options
            options.log = journal.log(of: run)
            try await options.log.record(.preImages(scene.table.records.filter { $0.id == one || $0.id == two }))
            _ = try await scene.table.delete([one, two], options: options)
            let report = try await scene.table.undo(run.id, in: journal, schema: Scene.schema, options: scene.options)
            #expect(report.isComplete && report.recreated == 2 && report.restored == 0)
            let new = Dictionary(uniqueKeysWithValues: report.recreations.map { ($0.old, $0.new) })
            let (newOne, newTwo) = (try #require(new[one]), try #require(new[two]))
            #expect(scene.contents["user30@example.com"]?["boss"] == link(newTwo, three)["boss"])
            #expect(scene.contents["user31@example.com"]?["boss"] == link(newOne)["boss"])
        }
    }

    @Test func `a run that is undone is not undone once more, whatever another has made of the table since`() throws {
        try undo(check: { scene, report in
            #expect(report.isComplete)
            let again = try await scene.carryOut(scene.plan(), KillSwitch())
            let wanted = scene.contents
            let undone = try #require(scene.journal().runs().last?.id)
            #expect(undone != again)
            let second = try await scene.table.undo(
                undone, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(second.isComplete && second.requests == 0 && second.removed + second.restored + second.settled == 0)
            #expect(scene.contents == wanted)
        })
    }

    @Test func `an undo that dies while it waits for what is in doubt is gone on with`() throws {
        try Scene.run { scene in
            let plan = try await scene.plan()
            // In the middle of the run, with requests on their way.
            let kill = KillSwitch(at: 40, .applied)
            let run = try await scene.carryOut(plan, kill)
            do {
                // Leaving the scope cancels it.
                async let _ = scene.table.undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                try await scene.time.sleep(for: .seconds(5))
            }
            let newest = try #require(scene.journal().runs().first)
            #expect(newest.description.undoes == run && newest.ending?.kind == .stopped)
            _ = try await scene.next(kill).resume(newest.id, in: scene.journal(), options: scene.options)
            let files = scene.contents.filter { $0.value["files"] != nil }
            #expect(scene.contents == scene.restorable { files[$0] == nil })
            #expect(try scene.journal().run(run).ending?.kind == .undone)
        }
    }
}
