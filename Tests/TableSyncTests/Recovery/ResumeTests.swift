import Foundation
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What a resumed run looks up, carries out, and leaves alone.
@Suite(.timeLimit(.minutes(30))) struct ResumeTests {
    private typealias Scene = RecoveryScene

    @Test func `a row that somebody else changed meanwhile is left alone and reported`() throws {
        try Scene.run { scene in
            let kill = KillSwitch(at: 0)
            let ids = scene.table.records.map(\.id)
            let run = try await scene.carryOut(scene.plan(), kill)
            scene.table.change(ids[7], ["name": "theirs"])
            let report = try await scene.next(kill).resume(run, in: scene.journal(), options: scene.options)
            #expect(report.rest?.drifts.map(\.id) == [ids[7]])
            #expect(scene.contents["user7@example.com"]?["name"] == "theirs")
            #expect(!report.isComplete)
        }
    }

    @Test func `a cell that was in doubt and is neither old nor new is a conflict and never overwritten`() throws {
        try Scene.run { scene in
            // The first request, whose intent is written, dies on its way.
            let kill = KillSwitch(at: 2)
            let ids = scene.table.records.map(\.id)
            let run = try await scene.carryOut(scene.plan(), kill)
            scene.table.change(ids[1], ["name": "theirs"])
            let report = try await scene.next(kill).resume(run, in: scene.journal(), options: scene.options)
            #expect(report.unknown.count == 1)
            guard case .unknown(let failure)? = report.unknown.first?.result else { return }
            #expect(failure.code == .conflict)
            #expect(
                failure.message
                    == "Somebody else has changed \"name\" of record \(ids[1]) since the answer was lost. It is left as it is."
            )
            #expect(scene.contents["user1@example.com"]?["name"] == "theirs")
            // Nothing is deleted after a failure.
            #expect(report.withheldDeletes == 18)
            #expect(scene.table.records.count == 62)
        }
    }

    @Test func `nothing in doubt is judged before the service can be done with it, whatever the clock says`() throws {
        for setBack in [0, 3_600] as [Double] {
            try Scene.run { scene in
                let kill = KillSwitch(at: 2, .appliedLate)
                let run = try await scene.carryOut(scene.plan(), kill)
                var options = scene.options
                options.time = OtherTime(base: scene.time, ahead: -setBack)
                let begun = scene.time.now
                let report = try await scene.next(kill).resume(run, in: scene.journal(), options: options)
                #expect(report.isComplete)
                #expect(scene.time.now - begun >= .seconds(29))
                #expect(scene.time.now - begun < .seconds(60))
                #expect(scene.contents == Scene.wanted)
            }
        }
    }

    @Test
    func `a request that left long after its intent, when the pace let it, is not judged before the service is done`()
        throws
    {
        try Scene.run { scene in
            let journal = try scene.journal()
            let run = try journal.begin(RunDescription("create", target: JournalScene.target, strategy: "stop"))
            let rows = [Scene.row(100, "new"), Scene.row(101, "new")]
            let chunk = WriteChunk(.create, rows.map { WriteChunk.Element(fields: $0) })
            try await journal.log(of: run).record(.intent(attempt: 1, chunk: chunk, rows: [0, 1]))
            // The service was closed for so long. The process dies as soon as the request has left.
            try await scene.time.sleep(for: .seconds(40))
            let kill = KillSwitch()
            kill.arrivesLate(chunk, at: scene.time.now + .seconds(20))
            let report = try await scene.next(kill).resume(run.id, in: journal, options: scene.options)
            #expect(report.notAttempted.isEmpty && report.settled.count == 2)
            #expect(try journal.ledger(of: run).deeds(.created).count == 2)
            #expect(scene.table.records.count == 42)
        }
    }

    @Test func `creates without a key are found by their content, those of the request all or none`() throws {
        for fate in KillSwitch.Fate.allCases {
            try Scene.run { scene in
                let journal = try scene.journal()
                let run = try journal.begin(RunDescription("create", target: JournalScene.target, strategy: "stop"))
                let kill = KillSwitch(at: 14, fate)
                var options = scene.options
                options.log = MortalLog(base: journal.log(of: run), kill: kill)
                do {
                    _ = try await MortalTable(base: scene.table, time: scene.time, kill: kill).bulkCreate(
                        (100..<130).map { Scene.row($0, "new") }, options: options)
                } catch {
                    #expect(kill.isDead)
                }
                let next = scene.next(kill)
                let report = try await next.resume(run.id, in: journal, options: scene.options)
                #expect(report.unknown.isEmpty && !report.settled.isEmpty)
                #expect(report.rest == nil)
                let created = try journal.ledger(of: run).deeds(.created)
                #expect(created.count == scene.table.records.count - 40)
                let undo = try await next.undo(run.id, in: journal, schema: Scene.schema, options: scene.options)
                #expect(undo.isComplete)
                #expect(scene.contents == scene.before)
            }
        }
    }

    @Test func `a run that sent nothing, whose plan was applied again, is resumed without harm`() throws {
        var leftovers = 0
        for point in 0..<40 {
            leftovers += try Scene.run { scene in
                let path = scene.folder + "/users.plan"
                _ = try await scene.table.plan(
                    Scene.rows, matching: ["email"], options: scene.syncOptions(), savingTo: path)
                let life = try await scene.live(until: point) { scene, table in
                    _ = try await table.apply(Plan(contentsOf: path), options: scene.syncOptions())
                }
                let (heir, journal) = (life.scene, try life.scene.journal())
                let isMarked = FileManager.default.fileExists(atPath: heir.folder + "/applied")
                guard !isMarked, let leftover = try journal.runs().first else { return 0 }
                #expect(try await heir.table.apply(Plan(contentsOf: path), options: heir.syncOptions()).isComplete)
                #expect(try journal.runs().count == 2)
                let (before, sent) = (heir.table.records, heir.table.requests.count)
                let report = try await heir.table.resume(leftover.id, in: journal, options: heir.options)
                #expect(heir.table.records == before && heir.contents == Scene.wanted)
                let rest = try #require(report.rest)
                #expect(rest.rows.created + rest.rows.updated + rest.vanished.deleted == 0)
                let writes = heir.table.requests[sent...].count { if case .write = $0 { true } else { false } }
                #expect(writes == 0)
                return 1
            }
        }
        #expect(leftovers > 0)
    }

    @Test func `records that a later run created are not taken for those of a run in doubt, and its undo leaves them`()
        throws
    {
        try Scene.run { scene in
            // A create is on its way, and never arrives.
            let kill = KillSwitch(at: 70)
            let run = try await scene.carryOut(scene.plan(), kill)
            let own = scene.table.records.count - 40
            try await scene.time.sleep(for: .seconds(60))
            let later = try await scene.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
            #expect(later.isComplete && later.rows.created > 0)
            let journal = try scene.journal()
            #expect(try journal.successor(of: journal.run(run))?.id == later.run)

            let resumed = try await scene.table.resume(run, in: journal, options: scene.options)
            #expect(!resumed.settled.isEmpty)
            let undo = try await scene.table.undo(run, in: journal, schema: Scene.schema, options: scene.options)
            #expect(undo.removed == own)
            #expect(scene.contents.keys.count(where: Scene.isCreated) == later.rows.created)
        }
    }

    @Test func `a run that is at work is not resumed`() throws {
        try Scene.run { scene in
            let kill = KillSwitch(at: 0)
            let run = try await scene.carryOut(scene.plan(), kill)
            let lock = try RunLock([JournalScene.target], in: scene.folder, since: scene.time.date)
            await #expect(throws: RunInProgress.self) {
                _ = try await scene.table.resume(run, in: scene.journal(), options: scene.options)
            }
            #expect(scene.table.requests.count { if case .write = $0 { true } else { false } } == 0)
            withExtendedLifetime(lock) {}
        }
    }
}
