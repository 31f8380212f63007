import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Rows that call linked records by their primary texts, over the client and the mock service.
@Suite(.timeLimit(.minutes(30))) struct LinkedRecordsTests {
    /// A table of people with links to 250 teams, of which two are called `Twin`.
    private static func run(
        _ body: @escaping @Sendable (BaseScene, SyncOptions, _ teams: [RecordID]) async throws -> Void
    ) throws {
        try BaseScene.run { scene in
            let teams = try scene.createTable("Teams", [["name": "Name", "type": "singleLineText"]])
            try scene.createTable(
                "People",
                [
                    ["name": "Name", "type": "singleLineText"],
                    ["name": "Teams", "type": "multipleRecordLinks", "options": ["linkedTableId": teams]],
                ])
            let names = (0..<248).map { "Team \($0)" } + ["Twin", "Twin"]
            let ids = try scene.mock.insert(names.map { ["Name": .string($0)] }, into: "Teams", in: Scene.base)
            var options = try await scene.options("People")
            options.fields = ["Name", "Teams"]
            try await body(scene, options, ids)
        }
    }

    private static func row(_ name: String, _ teams: FieldValue) -> Fields {
        ["Name": .string(name), "Teams": teams]
    }

    private static func links(_ scene: BaseScene) throws -> [JSONValue?] {
        try scene.mock.records(of: "People", in: Scene.base).map { $0.cells["Teams"] }
    }

    private static let note =
        "Rows name records of \"Teams\", so the names of its 250 records were read, in 3 requests."

    @Test("names become the ids of their records, and the same names again plan nothing")
    func names() throws {
        try Self.run { scene, options, teams in
            let rows = [
                Self.row("Ada", "Team 7, Team 247"), Self.row("Bob", .string(teams[3].rawValue)),
                Self.row("Cy", ["Team 1", .string(teams[2].rawValue)]), Self.row("Dan", ""),
            ]
            let people = scene.table("People")
            let before = scene.mock.log.count
            let plan = try await people.plan(rows, matching: ["Name"], options: options)
            #expect(plan.counts.create == 4)
            #expect(plan.header.warnings == [Self.note])
            #expect(plan.cost.made == scene.mock.log.count - before)
            _ = try await people.apply(plan, options: options)
            let ids = { (places: [Int]) in JSONValue.array(places.map { .string(teams[$0].rawValue) }) }
            #expect(try Self.links(scene) == [ids([7, 247]), ids([3]), ids([1, 2]), nil])
            #expect(try await people.plan(rows, matching: ["Name"], options: options).isEmpty)
        }
    }

    @Test("a linked table is read only if rows name its records")
    func idsAlone() throws {
        try Self.run { scene, options, teams in
            let rows = [Self.row("Ada", .string(teams[7].rawValue)), Self.row("Bob", .null)]
            let plan = try await scene.table("People").plan(rows, matching: ["Name"], options: options)
            #expect(plan.cost.made == 1)
            #expect(plan.header.warnings.isEmpty)
        }
    }

    @Test("a row that names a record which nobody or more than one is called is a problem of that row")
    func unclear() throws {
        try Self.run { scene, options, teams in
            let rows = [
                Self.row("Ada", "Team 7"), Self.row("Bob", "Team 777"), Self.row("Cy", "Twin"),
            ]
            let plan = try await scene.table("People").plan(rows, matching: ["Name"], options: options)
            var messages: [String] = []
            for try await case .invalid(let row) in plan.operations { messages += row.problems.map(\.message) }
            let twins = teams[248...].map(\.rawValue).joined(separator: ", ")
            #expect(
                messages == [
                    "field \"Teams\" does not accept \"Team 777\", which no record of \"Teams\" is called; check the name, or "
                        + "--typecast, which creates the record.",
                    "field \"Teams\" does not accept \"Twin\", which 2 records of \"Teams\" are called (\(twins)); write the id "
                        + "of the one that is meant.",
                ])
            #expect(plan.counts.create == 1 && plan.counts.invalid == 2)
        }
    }

    @Test("with typecast a name that nobody has becomes a record, once, and the same names again plan nothing")
    func typecast() throws {
        try Self.run { scene, options, _ in
            var options = options
            options.plan.typecast = true
            let rows = [Self.row("Ada", "Team 7, New"), Self.row("Bob", "New"), Self.row("Cy", "Twin")]
            let people = scene.table("People")
            let plan = try await people.plan(rows, matching: ["Name"], options: options)
            #expect(
                plan.header.warnings == [
                    Self.note
                        + " A name that none of them has becomes a new record there, since the service converts strings."
                ])
            // Two records of one name are no question for the service, which would take the first.
            #expect(plan.counts.create == 2 && plan.counts.invalid == 1)
            _ = try await people.apply(plan, options: options)
            #expect(try scene.mock.records(of: "Teams", in: Scene.base).count == 251)
            let again = try await people.plan(Array(rows.prefix(2)), matching: ["Name"], options: options)
            #expect(again.isEmpty)
        }
    }

    @Test("a name that has become that of another record changes the link")
    func renamed() throws {
        try Self.run { scene, options, teams in
            let people = scene.table("People")
            let rows = [Self.row("Ada", "Team 7")]
            _ = try await people.sync(rows, matching: ["Name"], options: options)
            try scene.mock.update(teams[7], ["Name": "Old"], of: "Teams", in: Scene.base)
            try scene.mock.update(teams[8], ["Name": "Team 7"], of: "Teams", in: Scene.base)
            let report = try await people.sync(rows, matching: ["Name"], options: options)
            #expect(report.rows.updated == 1)
            #expect(try Self.links(scene) == [[.string(teams[8].rawValue)]])
        }
    }

    @Test("where a name has become another record's, nothing but the link is written anew")
    func onlyTheLink() throws {
        try BaseScene.run { scene in
            let teams = try scene.createTable("Teams", [["name": "Name", "type": "singleLineText"]])
            let ids = try scene.mock.insert([["Name": "A"], ["Name": "B"]], into: "Teams", in: Scene.base)
            try scene.createTable(
                "People",
                [
                    ["name": "Name", "type": "singleLineText"], ["name": "Notes", "type": "richText"],
                    ["name": "Teams", "type": "multipleRecordLinks", "options": ["linkedTableId": teams]],
                ])
            var options = try await scene.options("People")
            options.plan.typecast = true
            let people = scene.table("People")
            // The service writes the notes in its own style, and makes a record for the second name.
            let rows: [Fields] = [["Name": "Ada", "Notes": "* one\n* two", "Teams": "A, New"]]
            _ = try await people.sync(rows, matching: ["Name"], options: options)
            #expect(try await people.plan(rows, matching: ["Name"], options: options).isEmpty)
            try scene.mock.update(ids[0], ["Name": "Old"], of: "Teams", in: Scene.base)
            try scene.mock.update(ids[1], ["Name": "A"], of: "Teams", in: Scene.base)
            let plan = try await people.plan(rows, matching: ["Name"], options: options)
            var written: [[String]] = []
            for try await case .update(let update) in plan.operations { written.append(update.after.names) }
            #expect(written == [["Teams"]])
            _ = try await people.apply(plan, options: options)
            let last = try await people.plan(rows, matching: ["Name"], options: options)
            #expect(last.isEmpty && last.counts.unchanged == 1)
        }
    }

    @Test("a link that was changed from the other table is seen and put right")
    func changedFromTheOtherTable() throws {
        try Self.run { scene, options, teams in
            let people = scene.table("People")
            let rows = [Self.row("Ada", .string(teams[7].rawValue))]
            _ = try await people.sync(rows, matching: ["Name"], options: options)
            try await scene.time.sleep(for: .seconds(3_600))
            try scene.mock.update(teams[7], ["People": .null], of: "Teams", in: Scene.base)
            #expect(try Self.links(scene) == [nil])
            let report = try await people.sync(rows, matching: ["Name"], options: options)
            #expect(report.rows.updated == 1)
            #expect(try Self.links(scene) == [[.string(teams[7].rawValue)]])
        }
    }

    @Test("where the linked table is not given, names are refused with the way out")
    func noLinkedTable() throws {
        try Self.run { scene, options, _ in
            var options = options
            options.linkedTables = { _ in nil }
            let rows = [Self.row("Ada", "Team 7")]
            let plan = try await scene.table("People").plan(rows, matching: ["Name"], options: options)
            #expect(plan.counts.invalid == 1 && plan.cost.made == 1)
        }
    }
}
