import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// The journal cannot be written, or not be had: nothing is sent that is not written down, and what was begun can be finished.
@Suite(.timeLimit(.minutes(30))) struct JournalTroubleTests {
    private typealias Scene = RecoveryScene

    /// What may become of a journal in mid-run.
    enum Trouble: CaseIterable, Sendable {
        case fullDisk, readOnly

        func befall(_ journal: Journal) throws {
            try journal.queue.writeWithoutTransaction { database in
                switch self {
                case .fullDisk:
                    let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                    try database.execute(sql: "PRAGMA max_page_count = \(pages)")
                case .readOnly: try database.execute(sql: "PRAGMA query_only = ON")
                }
            }
        }

        var code: JournalError.Code { self == .fullDisk ? .diskFull : .cannotWrite }
        var advice: String {
            self == .fullDisk ? "Make room, then resume the run if it had begun." : "then resume the run."
        }
    }

    /// Carries the plan out over a journal that has trouble before an event; gives the run, and what ended it.
    private static func carryOut(
        _ plan: Plan, _ scene: Scene, before event: Int, _ trouble: @escaping @Sendable (Journal) throws -> Void
    ) async throws -> (RunID, InterruptedRun?) {
        let journal = try scene.journal()
        let description = RunDescription("sync", plan: plan, strategy: "stop")
        let run = try journal.begin(description, carryingOut: plan.operations)
        var apply = ApplyOptions(run: scene.options, onError: .stop)
        apply.verifies = false
        apply.run.log = TroubledLog(journal.log(of: run), before: event) { try trouble(journal) }
        do {
            let planRun = PlanRun(table: scene.table, plan: plan, snapshot: nil, options: apply)
            _ = try await planRun(from: planRun.begin(), progress: nil)
            return (run.id, nil)
        } catch let interruption as InterruptedRun {
            return (run.id, interruption)
        }
    }

    private static func key(_ record: TableModel.Record) -> String {
        if case .string(let text)? = record.fields["email"] { text } else { "" }
    }

    @Test(arguments: Trouble.allCases, [false, true])
    func `a journal that cannot be written any more ends the run, and all that was sent is in it`(
        _ trouble: Trouble, _ undoes: Bool
    ) throws {
        let plan = try Scene.run { try await $0.plan() }
        for event in 0..<70 {
            try Scene.run { scene in
                let before = scene.table.requests.count
                let (id, interruption) = try await Self.carryOut(plan, scene, before: event, trouble.befall)
                let comment: Comment = "before event \(event)"
                let error = try #require(interruption?.underlying as? JournalError, comment)
                #expect(error.code == trouble.code, comment)
                #expect("\(error)".hasSuffix(trouble.advice), comment)
                let whole = try #require(interruption?.syncReport, comment)
                #expect(whole.rows.rowsIn == 44 && whole.rows.recorded == 44, comment)
                #expect(whole.vanished.planned == 18 && whole.vanished.recorded == 18, comment)
                let there = scene.table.records.count { record in scene.before[Self.key(record)] == nil }
                #expect(whole.rows.created <= there && there <= whole.rows.created + whole.rows.unknown, comment)
                let sent = scene.table.requests[before...].count { if case .write = $0 { true } else { false } }
                let journal = try scene.journal()
                var intents = 0
                try journal.events(of: journal.run(id)) { if case .intent = $0.event { intents += 1 } }
                #expect(sent <= intents, comment)
                if undoes {
                    let report = try await scene.table.undo(
                        id, in: journal, schema: Scene.schema, options: scene.options)
                    #expect(report.isComplete, comment)
                    #expect(scene.table.records.count == scene.before.count, comment)
                } else {
                    #expect(try await scene.table.resume(id, in: journal, options: scene.options).isComplete, comment)
                    #expect(scene.contents == Scene.wanted, comment)
                }
            }
        }
    }

    /// Has a page of the journal hold what no page can, as seen by whoever reads or writes it from now on.
    private static func spoil(_ journal: Journal) throws {
        try journal.queue.writeWithoutTransaction { database in
            try database.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET rootpage = 1000000 WHERE name = 'event';
                    PRAGMA writable_schema = RESET;
                    """)
        }
    }

    @Test func `a journal that is found damaged in mid-run ends the run, and is not said to know all that was sent`()
        throws
    {
        let plan = try Scene.run { try await $0.plan() }
        for event in [0, 1, 2, 9, 30] {
            try Scene.run { scene in
                let before = scene.table.requests.count
                let (_, interruption) = try await Self.carryOut(plan, scene, before: event, Self.spoil)
                let comment: Comment = "before event \(event)"
                let error = try #require(interruption?.underlying as? JournalError, comment)
                #expect(error.code == .damagedInUse, comment)
                #expect("\(error)".contains("Not all that a run has sent may be written down in it"), comment)
                #expect(!"\(error)".contains("Nothing was sent"), comment)
                let whole = try #require(interruption?.syncReport, comment)
                #expect(whole.rows.rowsIn == 44 && whole.rows.recorded == 44, comment)
                let sent = scene.table.requests[before...].count { if case .write = $0 { true } else { false } }
                #expect(event == 0 ? sent == 0 : sent <= event, comment)
            }
        }
    }

    /// What is in the way of a journal before the run.
    enum Obstacle: CaseIterable, Sendable {
        case damage, fileForFolder

        /// Puts it in the way; gives what takes it away.
        func put(in folder: String) throws -> () throws -> Void {
            let files = FileManager.default
            let journals = folder + "/journals"
            switch self {
            case .damage:
                let path = try JournalScene.journal(in: folder).path
                for suffix in ["-wal", "-shm"] { try? files.removeItem(atPath: path + suffix) }
                try Data(repeating: 0x2A, count: 8_192).write(to: URL(filePath: path))
                return { try files.removeItem(atPath: path) }
            case .fileForFolder:
                try Data().write(to: URL(filePath: journals))
                return { try files.removeItem(atPath: journals) }
            }
        }

        var code: JournalError.Code { self == .damage ? .damaged : .cannotOpen }
    }

    @Test(arguments: Obstacle.allCases)
    func `without a journal nothing is written, and the saved plan stays good`(_ obstacle: Obstacle) throws {
        try Scene.run { scene in
            let options = scene.syncOptions()
            let plan = try await scene.table.plan(
                Scene.rows, matching: ["email"], options: options, savingTo: scene.folder + "/saved.plan")
            let remove = try obstacle.put(in: scene.folder)
            let error = await #expect(throws: JournalError.self) {
                _ = try await scene.table.apply(plan, options: options)
            }
            #expect(error?.code == obstacle.code)
            #expect(scene.contents == scene.before)
            try remove()
            #expect(try await scene.table.apply(plan, options: options).isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }

    @Test(.enabled(if: geteuid() != 0, "The superuser may write everywhere."))
    func `in a state folder that may only be read nothing is written, and it is named`() throws {
        try Scene.run { scene in
            let options = scene.syncOptions()
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scene.folder)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scene.folder) }
            let problem = await #expect(throws: StateFolderProblem.self) {
                _ = try await scene.table.apply(plan, options: options)
            }
            #expect(problem?.path.hasPrefix(scene.folder) == true)
            #expect(scene.contents == scene.before)
        }
    }

    @Test func `of two runs at once one is done, and the other sends no write and says why`() throws {
        try Scene.run { scene in
            let table = MortalTable(base: scene.table, time: scene.time, kill: KillSwitch())
            let refusals = try await withThrowingTaskGroup(of: RunInProgress?.self) { group in
                for name in ["new", "newer"] {
                    group.addTask {
                        do {
                            let rows = (0..<62).map { Scene.row($0, name) }
                            _ = try await table.sync(rows, matching: ["email"], options: scene.syncOptions())
                            return nil
                        } catch let busy as RunInProgress {
                            return busy
                        }
                    }
                }
                return try await group.reduce(into: []) { refusals, busy in refusals += [busy].compactMap(\.self) }
            }
            #expect(refusals.map(\.holder?.process) == [getpid()])
            #expect("\(try #require(refusals.first))".hasPrefix("Another run"))
            #expect(Set(scene.table.records.map { $0.fields["name"] }).count == 1)
            #expect(scene.table.records.count == 62)
            #expect(try scene.journal().runs().map(\.ending?.kind) == [.complete])
        }
    }

    /// Takes the events from a journal under the connection that writes them.
    private static func damage(_ journal: Journal) throws {
        try journal.queue.write { try $0.execute(sql: "DROP TABLE event") }
    }

    @Test func `a rollback that the journal does not allow is told beside what called for it`() throws {
        struct Disturbance: Error {}
        try Scene.run { scene in
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let (rows, source) = AsyncStream.makeStream(of: TableModel.Row.self)
            source.yield(TableModel.Row(line: 1, fields: ["name": "a"]))
            source.finish()
            let journal = try scene.journal()
            let interruption = await #expect(throws: InterruptedRun.self) {
                _ = try await scene.table.bulkCreate(rows, onError: .rollback, options: options) { _ in
                    try Self.damage(journal)
                    throw Disturbance()
                }
            }
            #expect(interruption?.underlying is Disturbance)
            #expect(interruption?.rollbackFailure is JournalError)
            #expect(interruption?.description.contains(" It could not be rolled back: ") == true)
            #expect(interruption?.report.rollback == nil)
        }
    }

    /// From now on no run's end can be noted.
    private static func forbidEnds(_ journal: Journal) throws {
        try journal.queue.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER no_end BEFORE INSERT ON ending
                    BEGIN SELECT RAISE(ABORT, 'no end'); END
                    """)
        }
    }

    @Test func `an end that cannot be noted is told in a report that lacks nothing`() throws {
        try Scene.run { scene in
            let journal = try scene.journal()
            var few = scene.syncOptions()
            few.run.maxRequests = 20
            let stopped = try await scene.table.sync(Scene.rows, matching: ["email"], options: few)
            try Self.forbidEnds(journal)
            let run = try #require(stopped.run)

            let resumed = try await scene.table.resume(run, in: journal, options: scene.options)
            #expect(resumed.isComplete && scene.contents == Scene.wanted)
            #expect(resumed.warnings.map { $0.hasPrefix("That run \(run) has ended could not be noted") } == [true])
            let undone = try await scene.table.undo(run, in: journal, schema: Scene.schema, options: scene.options)
            #expect(undone.isComplete && undone.warnings.count == 1)

            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let created = try await scene.table.bulkCreate([["name": "a"]], options: options)
            #expect(created.isComplete && created.warnings.count == 1)
        }
    }

    @Test func `what was rolled back stays so, whatever becomes of the outcomes`() throws {
        struct Disturbance: Error {}
        let refuse = { @Sendable (row: Fields) -> RemoteError? in
            row["name"] == "bad" ? RemoteError(.invalidValue, message: "m", attempted: "write") : nil
        }
        try Scene.run(refusing: refuse) { scene in
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let (rows, source) = AsyncStream.makeStream(of: TableModel.Row.self)
            for (line, name) in ["a", "b", "c", "d", "bad"].enumerated() {
                source.yield(TableModel.Row(line: line + 1, fields: ["name": .string(name)]))
            }
            source.finish()
            let interruption = await #expect(throws: InterruptedRun.self) {
                _ = try await scene.table.bulkCreate(rows, onError: .rollback, options: options) { outcome in
                    if case .rolledBack = outcome.result { throw Disturbance() }
                }
            }
            #expect(interruption?.underlying is Disturbance)
            #expect(interruption?.report.rollback?.isComplete == true)
            #expect(interruption?.report.counts.rolledBack ?? 0 > 0)
            let run = try scene.journal().run(#require(interruption?.report.run))
            #expect(run.ending?.kind == .undone)
            #expect(scene.table.records.count == scene.before.count)
        }
    }
}
