import AirtableAPI
import FoundationEssentials
import HTTPTypes
import JSONText
import Locking
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Somebody gives fields other names while a run is at work, or before it is finished or undone: what is put back or gone on with is
/// found by the fields' ids.
@Suite(.timeLimit(.minutes(30))) struct RenamedFieldTests {
    /// The service's table in requests of two records; before one of the writes, counted from 0, something else happens.
    private final class MeddledTable: RemoteTable {
        let base: AirtableTable
        private let write: Int?
        private let meddle: @Sendable () async throws(CancellationError) -> Void
        private let writes = Guarded(0)

        init(
            _ base: AirtableTable, before write: Int?,
            _ meddle: @escaping @Sendable () async throws(CancellationError) -> Void
        ) {
            self.base = base
            self.write = write
            self.meddle = meddle
        }

        var count: Int { writes.withLock { $0 } }

        var limits: RemoteLimits { RecoveryScene.limits }
        var readSchema: SchemaReading? { base.readSchema }
        func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            let place = writes.withLock { count in
                defer { count += 1 }
                return count
            }
            if place == write { try await meddle() }
            return try await base.send(chunk)
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> { try await base.page(of: query, after: cursor) }
    }

    private static let updated = 0..<6
    private static let vanished = 6..<12
    private static let created = 12..<18

    private static func row(_ number: Int, _ name: String) -> Fields {
        ["email": .string("user\(number)@example.com"), "name": .string(name), "seats": .number(Double(number))]
    }

    private static let before = (0..<vanished.upperBound).map { row($0, "old") }
    private static let after = updated.map { row($0, "new") } + created.map { row($0, "new") }

    private static func run<Result: Sendable>(
        _ body: @escaping @Sendable (ServiceStage) async throws -> Result
    ) throws -> Result {
        // Whoever renames fields takes no care of the limit.
        try ServiceStage.run(before, isPaced: false, body)
    }

    // MARK: In mid-run

    @Test(arguments: ["name", "email"])
    func `a rollback finds the field again that was renamed in mid-run`(_ field: String) throws {
        let writes = try Self.run { stage in
            let table = MeddledTable(stage.scene.table, before: nil) {}
            _ = try await table.sync(Self.after, matching: ["email"], options: stage.options(onError: .rollback))
            return table.count
        }
        #expect(writes == 9)
        for write in 0..<writes {
            try Self.run { stage in
                let table = MeddledTable(stage.scene.table, before: write) {
                    do { try await stage.rename(field, to: "renamed") } catch { Issue.record(error) }
                }
                let report = try await table.sync(
                    Self.after, matching: ["email"], options: stage.options(onError: .rollback))
                let comment: Comment = "renamed before write \(write)"
                let contents = try stage.contents(naming: ["renamed": field])
                // What is deleted names no field.
                guard let rollback = report.rollback else {
                    #expect(write >= 6 && report.isComplete && contents == ServiceStage.contents(Self.after), comment)
                    return
                }
                #expect(rollback.isComplete, "\(comment): \(rollback.sentence)")
                #expect(rollback.warnings == ["The field \"\(field)\" is called \"renamed\" now."], comment)
                #expect(contents == ServiceStage.contents(Self.before), comment)
                #expect(try stage.journal.runs().map(\.ending?.kind) == [.complete, .undone], comment)
            }
        }
    }

    @Test func `a bulk verb's journal knows the fields by their ids as well`() throws {
        try Self.run { stage in
            var options = stage.scene.options
            options.journal = JournalPlace(stateFolder: stage.folder, target: stage.target)
            let table = MeddledTable(stage.scene.table, before: 3) {
                do { try await stage.rename("name", to: "renamed") } catch { Issue.record(error) }
            }
            let report = try await table.upsert(
                Self.after, matching: "email", onError: .rollback, options: options)
            let rollback = try #require(report.rollback)
            #expect(rollback.isComplete, "\(rollback.sentence)")
            #expect(try stage.contents(naming: ["renamed": "name"]) == ServiceStage.contents(Self.before))
        }
    }

    // MARK: Afterwards

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run whose process died is finished under the new name`(_ fate: KillSwitch.Fate) throws {
        let points = try Self.run { stage in
            let kill = KillSwitch()
            try await Self.carryOut(stage, kill)
            return kill.points
        }
        for point in 0..<points {
            try Self.run { stage in
                let kill = KillSwitch(at: point, fate)
                try await Self.carryOut(stage, kill)
                let late = HauntedTable(base: stage.scene.table, time: stage.scene.time, kill: kill)
                try await stage.scene.time.sleep(for: .seconds(26))
                try await late.arrive()
                try await stage.rename("name", to: "renamed")
                var options = stage.scene.options
                options.schema = try await stage.schemaNow()
                let journal = try stage.journal
                let run = try #require(try journal.runs().first)
                let report = try await stage.scene.table.resume(run.id, in: journal, options: options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(report.isComplete, "\(comment): \(report.sentence)")
                #expect(report.warnings == ["The field \"name\" is called \"renamed\" now."], comment)
                #expect(try stage.contents(naming: ["renamed": "name"]) == ServiceStage.contents(Self.after), comment)
            }
        }
    }

    private static func carryOut(_ stage: ServiceStage, _ kill: KillSwitch) async throws {
        let table = MeddledTable(stage.scene.table, before: nil) {}
        let plan = try await table.plan(after, matching: ["email"], options: stage.options())
        let process = MortalProcess(
            table: table, time: stage.scene.time, folder: stage.folder, options: stage.scene.options)
        _ = try await process.carryOut(plan, kill)
    }

    @Test func `fields that have changed their names with each other, and one that has taken a name, are told apart`()
        throws
    {
        try Self.run { stage in
            let table = stage.scene.table
            let report = try await table.sync(Self.after, matching: ["email"], options: stage.options())
            try await stage.rename("email", to: "spare")
            try await stage.rename("name", to: "email")
            try await stage.rename("seats", to: "places")
            try await stage.make("name")
            try await stage.make("seats")
            let undo = try await table.undo(
                try #require(report.run), in: stage.journal, schema: stage.schemaNow(), options: stage.scene.options)
            #expect(undo.isComplete, "\(undo.sentence)")
            #expect(undo.restored == 6 && undo.removed == 6 && undo.recreated == 6)
            let names = ["spare": "email", "email": "name", "places": "seats"]
            #expect(try stage.contents(naming: names) == ServiceStage.contents(Self.before))
        }
    }

    @Test func `a cell that somebody wrote into a field with the name of one of the run's keeps its record`() throws {
        try Self.run { stage in
            let table = stage.scene.table
            let report = try await table.sync(Self.after, matching: ["email"], options: stage.options())
            try await stage.rename("name", to: "renamed")
            try await stage.make("name")
            let new = try #require(
                stage.scene.mock.records(of: "Users", in: Scene.base).first {
                    $0.cells["email"] == "user12@example.com"
                })
            try stage.scene.mock.update(new.id, ["name": "theirs"], of: "Users", in: Scene.base)
            let schema = try await stage.schemaNow()
            let undo = try await table.undo(
                try #require(report.run), in: stage.journal, schema: schema, options: stage.scene.options)
            let id = try #require(schema.field("name")).id
            #expect(undo.conflicts.map(\.kind) == [.changed(field: "name (\(id))")])
            #expect(undo.removed == 5 && undo.restored == 6 && undo.recreated == 6)
        }
    }
}

extension ServiceStage {
    /// The schema as the service tells it now.
    fileprivate func schemaNow() async throws -> TableSchema {
        try #require(try await RepeatingReader(scene.table, time: scene.time).schema())
    }

    /// Gives a field another name as another program does, which our limiter knows nothing of.
    fileprivate func rename(_ field: String, to name: String) async throws {
        try await change(.patch, "/\(try #require(scene.schema.field(field)).id)", ["name": .string(name)])
    }

    /// Makes a field as another program does.
    fileprivate func make(_ name: String) async throws {
        try await change(.post, "", ["name": .string(name), "type": "singleLineText"])
    }

    private func change(_ method: HTTPRequest.Method, _ path: String, _ body: JSONValue) async throws {
        var request = HTTPRequest(
            method: method, scheme: "https", authority: "api.airtable.com",
            path: "/v0/meta/bases/\(Scene.base)/tables/\(scene.schema.id)/fields\(path)")
        request.headerFields[.authorization] = "Bearer patSomebodyElse"
        request.headerFields[.contentType] = "application/json"
        let (response, _) = try await scene.mock.exchange(request, body: Array(body.text.utf8))
        #expect(response.status == .ok)
    }
}

/// The names of then and now.
struct FieldNamesTests {
    private static let run: [FieldID: String] = [
        FieldID(unchecked: "fld1"): "email", FieldID(unchecked: "fld2"): "name", FieldID(unchecked: "fld3"): "seats",
    ]

    private static func schema(_ names: [String: String]) -> TableSchema {
        TableSchema(
            id: TableID(unchecked: "tbl"), name: "Users", primaryFieldID: FieldID(unchecked: "fld1"),
            fields: names.sorted { $0.key < $1.key }.map { id, name in
                FieldSchema(id: FieldID(unchecked: id), name: name, type: .singleLineText)
            })
    }

    @Test(arguments: [
        (["fld1": "email", "fld2": "name", "fld3": "seats", "fld4": "more"], ["email", "name", "seats", "more"]),
        (["fld1": "mail", "fld2": "name", "fld3": "seats", "fld4": "more"], ["mail", "name", "seats", "more"]),
        (["fld1": "name", "fld2": "email", "fld3": "seats", "fld4": "more"], ["name", "email", "seats", "more"]),
        (["fld1": "mail", "fld2": "name", "fld3": "seats", "fld4": "email"], ["mail", "name", "seats", "more"]),
        // A field that is gone keeps its name, unless another has it now.
        (["fld1": "email", "fld2": "name", "fld4": "more"], ["email", "name", "seats", "more"]),
        (["fld1": "email", "fld2": "name", "fld4": "seats"], ["email", "name", "fld3", "more"]),
    ])
    func `names are told by ids`(_ now: [String: String], _ wanted: [String]) {
        let schema = Self.schema(now)
        let names = FieldNames(of: Self.run, in: schema)
        #expect(["email", "name", "seats", "more"].map(names.now) == wanted)
        #expect(names.then(schema).fields.allSatisfy { names.now($0.name) == now[$0.id.rawValue] })
        #expect(schema.fields.allSatisfy { names.now(names.then($0.name)) == $0.name })
    }

    @Test func `nothing is known without a schema`() {
        let names = FieldNames(of: Self.run, in: nil)
        #expect(names.now("email") == "email" && names.then("mail") == "mail" && names.changes.isEmpty)
    }
}
