import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A plan of which a row fails under `rollback` leaves the table as it was.
@Suite(.timeLimit(.minutes(30))) struct RollbackTests {
    private typealias Scene = RecoveryScene

    /// Expects that all was put back, but for the files of records that had been deleted.
    private static func expectRolledBack(_ report: SyncReport, _ scene: Scene, _ comment: Comment) throws {
        let rollback = try #require(report.rollback, comment)
        #expect(rollback.isComplete, "\(comment): \(rollback.sentence)")
        expectAccounts(report, comment)
        let files = scene.contents.filter { $0.value["files"] != nil }
        #expect(scene.contents == scene.restorable { files[$0] == nil }, comment)
        #expect(scene.table.records.count == scene.before.count, comment)
    }

    private static func expectAccounts(_ report: SyncReport, _ comment: Comment) {
        #expect(report.rows.recorded == report.rows.rowsIn, comment)
        #expect(report.vanished.recorded == report.vanished.planned, comment)
        #expect(report.rows.created + report.rows.updated + report.rows.unknown == 0, comment)
        #expect(report.vanished.deleted + report.vanished.archived + report.vanished.unknown == 0, comment)
        #expect(!report.isComplete, comment)
    }

    @Test(arguments: Array(0..<31))
    func `whichever request is refused, everything before it is put back`(_ request: Int) throws {
        try Scene.run { scene in
            let ids = Set(scene.table.records.map(\.id))
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == request ? .refused : nil }
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            let comment: Comment = "request \(request)"
            let rollback = try #require(report.rollback)
            #expect(rollback.isComplete, "\(comment): \(rollback.sentence)")
            Self.expectAccounts(report, comment)
            #expect(report.stopped == .rowFailed, comment)
            let new = Set(rollback.recreations.map(\.new))
            let gone = Set(rollback.recreations.map(\.old))
            #expect(Set(scene.table.records.map(\.id)) == ids.subtracting(gone).union(new), comment)
            let recreated = Set(scene.table.records.filter { new.contains($0.id) }.map { $0.fields["email"] })
            #expect(scene.contents == scene.restorable { key in recreated.contains(.string(key)) }, comment)
            #expect(report.vanished.restored == rollback.recreated, comment)
            #expect(report.rows.rolledBack == rollback.removed + rollback.restored, comment)
            let runs = try scene.journal().runs()
            #expect(runs.map(\.ending?.kind) == [.complete, .undone], comment)
            #expect(runs.last?.id == report.run, comment)
        }
    }

    @Test(arguments: FaultyTable.Fault.losses)
    func `the same holds if an answer was lost before`(_ loss: FaultyTable.Fault) throws {
        for lost in 0..<31 {
            try Scene.run { scene in
                // Thirty seconds later the lost answer would be looked up; the refusal comes before that, or after.
                let table = FaultyTable(scene.table, scene.time) { place, _ in
                    place == lost ? loss : place == max(lost + 3, 20) ? .refused : nil
                }
                let report = try await table.sync(
                    Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
                try await scene.time.sleep(for: .seconds(60))
                try await table.arrive()
                let comment: Comment = "answer \(lost) \(loss)"
                if table.writes > max(lost + 3, 20) {
                    try Self.expectRolledBack(report, scene, comment)
                } else {
                    #expect(report.isComplete && scene.contents == Scene.wanted, comment)
                }
            }
        }
    }

    @Test(arguments: FaultyTable.Fault.losses)
    func `the same holds if an answer is lost while it is put back`(_ loss: FaultyTable.Fault) throws {
        let refused = 28
        let writes = try Scene.run { scene in
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == refused ? .refused : nil }
            _ = try await table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            return table.writes
        }
        #expect(writes > refused + 20)
        for lost in (refused + 1)..<writes {
            try Scene.run { scene in
                let table = FaultyTable(scene.table, scene.time) { place, _ in
                    place == lost ? loss : place == refused ? .refused : nil
                }
                let report = try await table.sync(
                    Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
                try await scene.time.sleep(for: .seconds(60))
                try await table.arrive()
                let comment: Comment = "answer \(lost) of \(writes) \(loss)"
                try Self.expectRolledBack(report, scene, comment)
            }
        }
    }

    @Test func `creates go as plain requests, and what the plan changes is read unless it was just read`() throws {
        for refresh in [RefreshMethod.full, .changed] {
            try Scene.run { scene in
                var options = scene.syncOptions(onError: .rollback)
                options.plan.mode = .push
                options.refresh = .full
                _ = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
                options.refresh = refresh
                let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
                #expect(plan.cost.toCome == 22 + (refresh == .full ? 0 : 3))
                let sent = scene.table.requests.count
                let report = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
                #expect(report.isComplete && report.rollback == nil)
                // 22 creates and as many updates, two a request; three pages of the records to update.
                #expect(report.requests == 22 + (refresh == .full ? 0 : 3))
                let verbs = scene.table.requests[sent...].compactMap { request -> WriteChunk.Verb? in
                    if case .write(let chunk) = request { chunk.verb } else { nil }
                }
                #expect(verbs.filter { $0 == .create }.count == 11 && verbs.filter { $0 == .update }.count == 11)
            }
        }
    }

    @Test func `a row that the message names failed alone, and its neighbour was not attempted`() throws {
        let refusal: @Sendable (Fields) -> RemoteError? = { fields in
            guard fields["seats"] == 45 else { return nil }
            let mention = RemoteError.Mention(field: "email", value: "user45@example.com")
            return RemoteError(.invalidValue, message: "no", attempted: "write", mention: mention)
        }
        try Scene.run(refusing: refusal) { scene in
            let report = try await scene.table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            #expect(report.failures.map(\.line) == [28])
            #expect(report.rows.failed == 1)
            #expect(report.rollback?.isComplete == true)
            #expect(scene.contents == scene.before)
        }
    }

    @Test func `each part of a rollback tells how far it is, as the run did`() throws {
        try Scene.run { scene in
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == 28 ? .refused : nil }
            let parts = Collected<Collected<Progress>>()
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback)
            ) { updates in
                let seen = Collected<Progress>()
                parts.append(seen)
                for await progress in updates { seen.append(progress) }
            }
            let rollback = try #require(report.rollback)
            let ends = parts.values.map { $0.values.last?.counts }
            #expect(ends.count == 4)
            #expect(ends[1]?.created == rollback.recreated && rollback.recreated > 0)
            #expect(ends[2]?.updated == rollback.restored && rollback.restored == 22)
            #expect(ends[3]?.deleted == rollback.removed && rollback.removed == 22)
        }
    }

    @Test func `a cell that somebody else changed meanwhile is kept and named, and the row stays as written`() throws {
        try Scene.run { scene in
            let first = scene.table.records[0].id
            let table = FaultyTable(scene.table, scene.time) { place, chunk in
                guard place == 20 else { return nil }
                scene.table.change(first, ["name": "theirs"])
                return .refused
            }
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            let rollback = try #require(report.rollback)
            #expect(rollback.conflicts.map(\.kind) == [.changed(field: "name")])
            #expect(!rollback.isComplete && rollback.left == 0)
            #expect(report.rows.updated == 1 && report.rows.recorded == report.rows.rowsIn)
            #expect(scene.contents["user0@example.com"]?["name"] == "theirs")
            #expect(scene.table.records.count == scene.before.count)
            let run = try scene.journal().run(#require(report.run))
            #expect(run.endings.map(\.kind) == [.partlyUndone] && run.endings.map(\.stage) == [.rollback])
            let undo = try #require(try scene.journal().undos(of: run.id).first)
            #expect(undo.description.isRollback && undo.endings.map(\.stage) == [.rollback])
            #expect(run.ending?.sentence == "Rolled back in part by \(undo.id): \(rollback.sentence)")
        }
    }

    @Test func `a record that appeared between snapshot and write is never deleted by a rollback`() throws {
        try Scene.run { scene in
            let options = scene.syncOptions(onError: .rollback)
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            let appeared = scene.table.insert([Scene.row(45, "theirs")])
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == 25 ? .refused : nil }
            let report = try await table.apply(plan, options: options, skipsDrifted: true)
            #expect(report.rollback?.isComplete == true)
            #expect(scene.table.records.filter { appeared.contains($0.id) }.map(\.fields) == [Scene.row(45, "theirs")])
            #expect(scene.table.records.count == scene.before.count + 1)
        }
    }
}
