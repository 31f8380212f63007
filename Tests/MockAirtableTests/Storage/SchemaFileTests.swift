import FoundationEssentials
import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

@Suite("Schema files")
struct SchemaFileTests {
    private func read(_ text: String) throws -> SchemaFile {
        try SchemaFile(
            Array(text.utf8), path: "schema.json", configuration: ServiceConfiguration(), now: ServiceHarness.start)
    }

    @Test("A file with names and types alone makes a base with tables, and the same one each time")
    func plain() throws {
        let text = """
            {"tables": [
              {"name": "Users", "fields": [
                {"name": "Email", "type": "email"},
                {"name": "Level", "type": "singleSelect", "options": {"choices": [{"name": "Low"}]}},
                {"name": "No", "type": "autoNumber"}],
               "records": [{"fields": {"Email": "jane@example.com", "Level": "Low"}},
                           {"createdTime": "2020-05-06T07:08:09.000Z", "fields": {}}]},
              {"name": "Empty", "fields": [{"name": "Name", "type": "singleLineText"}]}]}
            """
        let file = try read(text)
        var service = AirtableService()
        for change in file.changes { service.restore(change) }
        #expect(service.state.bases[file.base]?.name == "Untitled Base")
        let records = try service.records(of: "Users", in: file.base)
        #expect(records.map(\.cells) == [["Email": "jane@example.com", "Level": "Low", "No": 1], ["No": 2]])
        #expect(records.map(\.createdTime.isoText) == ["2026-03-01T09:30:00.000Z", "2020-05-06T07:08:09.000Z"])
        #expect(try service.records(of: "Empty", in: file.base) == [])
        #expect(try read(text).changes == file.changes)
    }

    @Test("The schema that a service answers, used as a file, makes the same schema, ids included")
    func roundTrip() throws {
        var original = AirtableService()
        _ = try original.createTable(ServiceHarness.people, in: ServiceHarness.base)
        let schema = try #require(original.schema(of: ServiceHarness.base))
        var object = try #require(schema.objectValue)
        object["id"] = .string(ServiceHarness.base.rawValue)
        var copy = AirtableService()
        for change in try read(JSONValue.object(object).text).changes { copy.restore(change) }
        #expect(copy.schema(of: ServiceHarness.base) == schema)
    }

    private static func table(_ name: String, _ field: String, _ options: String, _ rest: String = "") -> String {
        #"{"name":"\#(name)","fields":[{"name":"Name","type":"singleLineText"},"#
            + #"{"name":"\#(field)","type":"multipleRecordLinks","options":\#(options)}]\#(rest)}"#
    }

    @Test("Links name tables and fields further down, lead back by themselves, and are completed at the other end")
    func links() throws {
        let file = try read(
            """
            {"id": "appAAAAAAAAAAAAAA", "tables": [
              \(Self.table("People", "Team", #"{"linkedTableId": "Teams", "inverseLinkFieldId": "Members"}"#, """
                ,"records": [{"fields": {"Team": ["recBBBBBBBBBBBBBB"]}}]
                """)),
              \(Self.table("Teams", "Members", #"{"linkedTableId": "People", "prefersSingleRecordLink": true}"#, """
                ,"records": [{"id": "recBBBBBBBBBBBBBB", "fields": {"Name": "Red"}}]
                """)),
              \(Self.table("Games", "Home", #"{"linkedTableId": "Teams"}"#))]}
            """)
        var service = AirtableService()
        for change in file.changes { service.restore(change) }
        let tables = try #require(service.schema(of: file.base)?["tables"]?.arrayValue)
        let fields = tables.map { $0["fields"]?.arrayValue ?? [] }
        #expect(
            fields.map { $0.map { $0["name"] } } == [
                ["Name", "Team"], ["Name", "Members", "Games"], ["Name", "Home"],
            ])
        #expect(fields[0][1]["options"]?["inverseLinkFieldId"] == fields[1][1]["id"])
        #expect(fields[1][1]["options"]?["inverseLinkFieldId"] == fields[0][1]["id"])
        #expect(fields[1][1]["options"]?["prefersSingleRecordLink"] == true)
        #expect(fields[1][2]["options"]?["inverseLinkFieldId"] == fields[2][1]["id"])
        let person = try service.records(of: "People", in: file.base)[0]
        #expect(person.cells == ["Team": ["recBBBBBBBBBBBBBB"]])
        let team = try service.records(of: "Teams", in: file.base)[0]
        #expect(team.cells == ["Name": "Red", "Members": [.string(person.id.rawValue)]])
        #expect(team.modifiedTime == nil)
        // What the service answers then makes the same base again.
        var answered = try #require(service.schema(of: file.base)?.objectValue)
        answered["id"] = "appAAAAAAAAAAAAAA"
        var copy = AirtableService()
        for change in try read(JSONValue.object(answered).text).changes { copy.restore(change) }
        #expect(copy.schema(of: file.base) == service.schema(of: file.base))
    }

    @Test(
        "What is wrong with links is told with its place",
        arguments: [
            (
                table("A", "L", "{}"),
                "tables[0].fields[1].options.linkedTableId: It must be the id or the name of a table of the file."
            ),
            (
                table("A", "L", #"{"linkedTableId":"A","inverseLinkFieldId":"Name"}"#),
                "tables[0].fields[1].options.inverseLinkFieldId: It must be the id or the name of a field of \"A\" that "
                    + "links to this field's table."
            ),
            (
                table("A", "L", #"{"linkedTableId":"A"}"#, #","records":[{"fields":{"L":["recAAAAAAAAAAAAAA"]}}]"#),
                "tables[0].records[0].fields[\"L\"]: Record ID recAAAAAAAAAAAAAA does not exist in this table. Write a "
                    + "value as a request without typecast would."
            ),
        ])
    func badLinks(table: String, message: String) throws {
        let error = #expect(throws: SchemaFileError.self) { try read(#"{"tables":[\#(table)]}"#) }
        #expect(error?.description == "The schema file schema.json cannot be used. \(message)")
    }

    @Test("The file that the guide shows makes the base that it describes")
    func guide() throws {
        let root = #filePath.split(separator: "/").dropLast(4).map { "/\($0)" }.joined()
        let bytes = try Data(contentsOf: URL(filePath: "\(root)/Fixtures/schema/club.json"))
        let guide = try Data(
            contentsOf: URL(filePath: "\(root)/Sources/MockAirtable/Documentation.docc/TestingYourOwnCode.md"))
        #expect(String(decoding: guide, as: UTF8.self).contains(String(decoding: bytes, as: UTF8.self)))
        let file = try read(String(decoding: bytes, as: UTF8.self))
        var service = AirtableService()
        for change in file.changes { service.restore(change) }
        let red = try service.records(of: "Teams", in: file.base)
        let ada = try service.records(of: "People", in: file.base)
        #expect(red.map { $0.cells["Members"] } == [[.string(ada[0].id.rawValue)]])
        #expect(ada.map { $0.cells["Team"] } == [["recAAAAAAAAAAAAAA"]])
    }

    @Test("Views have the names and filters that the file gives them")
    func views() throws {
        let file = try read(
            """
            {"tables": [{"name": "Users", "fields": [{"name": "Email", "type": "email"}], "views": [
              {"name": "All", "type": "grid"}, {"name": "Ours", "filterByFormula": "FIND('@example.com', {Email})"}],
              "records": [{"fields": {"Email": "a@example.com"}}, {"fields": {"Email": "b@example.org"}}]}]}
            """)
        var service = AirtableService()
        for change in file.changes { service.restore(change) }
        for (view, count) in [("All", 2), ("Ours", 1)] {
            let request = ServiceHarness.request(.get, "/v0/\(file.base)/Users?view=\(view)")
            guard case .answer(_, let body) = service.handle(request, at: ServiceHarness.start).ending else { continue }
            #expect(try JSONValue(parsing: body).recordIDs.count == count)
        }
        let error = #expect(throws: SchemaFileError.self) {
            try read(
                #"{"tables":[{"name":"T","fields":[\#(Self.email)],"views":[{"name":"V","filterByFormula":"{X}"}]}]}"#)
        }
        #expect(
            error?.problems.map { "\($0.place): \($0.message)" } == [
                "tables[0].views[0].filterByFormula: The formula for filtering records is invalid: Unknown field names: x. "
                    + "Write a formula that a request could filter by."
            ])
    }

    private static let email = #"{"name":"Email","type":"email"}"#

    @Test(
        "What is wrong is told with its place and a remedy",
        arguments: [
            ("{", "line 1, column 2: "), ("[]", "An object with the members id, name, tables was expected here."),
            ("{}", "tables: An array of tables is missing. Give at least \"tables\": []."),
            (
                #"{"id":"base1","tables":[]}"#,
                "id: It must be app and 14 letters or digits. Leave it out to have one made."
            ),
            (
                #"{"tables":[],"colour":1}"#,
                "colour: This member is not known; known are id, name, tables. Leave it out."
            ),
            (
                #"{"tables":[{"name":"T"}]}"#, "tables[0].fields: A table needs at least one field."
            ),
            (
                #"{"tables":[{"fields":[\#(email)]}]}"#, "tables[0].name: A text that is not empty is missing."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email),\#(email)]}]}"#,
                "tables[0].fields[1].name: The table has a field \"Email\" already. Give each field a name of its own."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email)]},{"name":"t","fields":[\#(email)]}]}"#,
                "tables[1].name: The base has a table \"t\" already. Give each table a name of its own."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email),{"name":"Age","type":"integer"}]}]}"#,
                "tables[0].fields[1].type: \"integer\" is no type of field. Use one of these types: autoNumber, "
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email),{"name":"L","type":"formula"}]}]}"#,
                "tables[0].fields[1].type: The mock server has no fields of type formula yet. "
                    + "Leave the field out or give it another type: autoNumber, "
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email),{"name":"Age","type":"number"}]}]}"#,
                "tables[0].fields[1].options: Invalid options for T.Age: Failed schema validation: "
                    + "Age.options is missing. See the field model in the service's documentation."
            ),
            (
                #"{"tables":[{"name":"T","fields":[{"name":"Story","type":"richText"}]}]}"#,
                "tables[0].fields: The primary field \"Story\" is of type richText, which no primary field has. "
                    + "Put a field of type singleLineText first."
            ),
            (
                #"{"tables":[{"name":"T","primaryFieldId":"fldAAAAAAAAAAAAAA","fields":[\#(email)]}]}"#,
                "tables[0].primaryFieldId: It must be the id of one of the table's fields."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email)],"records":[{"fields":{"Mail":"a"}}]}]}"#,
                "tables[0].records[0].fields[\"Mail\"]: The table \"T\" has no such field. "
                    + "Add it to the table's fields."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email)],"records":[{"fields":{"Email":1}}]}]}"#,
                "tables[0].records[0].fields[\"Email\"]: Field \"Email\" cannot accept the provided value. "
                    + "Write a value as a request without typecast would."
            ),
            (
                #"{"tables":[{"name":"T","fields":[\#(email)],"records":[{"createdTime":"soon","fields":{}}]}]}"#,
                "tables[0].records[0].createdTime: It must be a time such as 2026-01-31T09:30:00.000Z."
            ),
        ])
    func problems(text: String, message: String) throws {
        let error = #expect(throws: SchemaFileError.self) { try read(text) }
        let start = "The schema file schema.json cannot be used. \(message)"
        #expect(error?.description.hasPrefix(start) == true, "\(error.map(String.init(describing:)) ?? "")")
    }

    @Test("All problems are told together")
    func several() throws {
        let error = #expect(throws: SchemaFileError.self) {
            try read(#"{"tables":[{"name":"","fields":[{"name":"A","type":"email"},{"type":"email"}]},7]}"#)
        }
        #expect(error?.problems.map(\.place) == ["tables[0].name", "tables[0].fields[1].name", "tables[1]"])
        #expect(
            error?.description.hasPrefix(
                "The schema file schema.json cannot be used:\n  tables[0].name: A text that is not empty is missing.\n")
                == true)
    }

    @Test("A file that is not there is an error that says so")
    func absent() throws {
        let error = #expect(throws: SchemaFileError.self) {
            try SchemaFile(
                path: "/nowhere/schema.json", configuration: ServiceConfiguration(), now: ServiceHarness.start)
        }
        #expect(
            error?.description
                == "The schema file /nowhere/schema.json cannot be used. It cannot be read. "
                + "Check that it is there and that you may read it.")
    }
}
