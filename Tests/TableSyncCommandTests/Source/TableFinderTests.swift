import TableModel
import TabularFiles
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct TableFinderTests {
    private let table = TableSchema(
        id: TableID(rawValue: "tblAAAAAAAAAAAAAA")!, name: "Users",
        primaryFieldID: FieldID(rawValue: "fldAAAAAAAAAAAAA1")!,
        fields: [
            FieldSchema(id: FieldID(rawValue: "fldAAAAAAAAAAAAA1")!, name: "Email", type: .singleLineText),
            FieldSchema(id: FieldID(rawValue: "fldAAAAAAAAAAAAA2")!, name: "Seats", type: .number),
            FieldSchema(id: FieldID(rawValue: "fldAAAAAAAAAAAAA3")!, name: "Total", type: .formula),
        ])

    private func find(
        _ header: String, in tables: [TableSchema]?, _ change: (inout SourceRequest) -> Void = { _ in }
    ) async throws -> TargetTable {
        try await TemporaryFolder.with { folder in
            var request = SourceRequest(path: try folder.write(header + "\n1,2\n", to: "Users.csv"), table: "Users")
            change(&request)
            let file = try TabularFile.open(request.path)
            let finder = TableFinder(
                base: PushScene.base, request: request, file: file,
                targets: try request.columns.targets(of: file.columns, in: "Users.csv"))
            do {
                return try await finder.find(in: tables)
            } catch let error as CommandError {
                throw CommandError(error.exit, error.description.replacing(folder.path + "/", with: ""))
            }
        }
    }

    private func problem(
        _ header: String, in tables: [TableSchema]?, _ change: (inout SourceRequest) -> Void = { _ in }
    ) async throws -> String {
        do {
            _ = try await find(header, in: tables, change)
            return "none"
        } catch let error as CommandError {
            #expect(error.exit == .schemaMismatch)
            return error.description
        }
    }

    @Test func `a table is found by its name and by its id`() async throws {
        #expect(try await find("Email,Seats", in: [table]).address == "tblAAAAAAAAAAAAAA")
        let byID = try await find("Email,Seats", in: [table]) {
            $0 = SourceRequest(path: $0.path, table: "tblAAAAAAAAAAAAAA")
        }
        #expect(byID.schema.name == "Users")
        #expect(byID.requestsToMake == 0)
    }

    @Test func `an unknown column is an error that names it and what can be done`() async throws {
        #expect(
            try await problem("email,Seat", in: [table]) == """
                The table "Users" has no fields "email" and "Seat". It has "Email", "Seats" and "Total". Names are exact: did \
                you mean "Email"? Say --map "email=FIELD" to write the column elsewhere, --ignore "email,Seat" to leave them out, \
                or push with --create-fields to make them.
                """)
        #expect(
            try await problem("Email,Seat", in: [table]) == """
                The table "Users" has no field "Seat". It has "Email", "Seats" and "Total". Say --map "Seat=FIELD" to write \
                the column elsewhere, --ignore "Seat" to leave it out, or push with --create-fields to make it.
                """)
    }

    @Test func `a table that is not there is an error unless it is to be made`() async throws {
        #expect(
            try await problem("a,b", in: []) == """
                The base appSceneAAAAAAAAA has no table "Users". It has no tables. Say --table NAME, or push with --create-table to \
                make it from the columns of Users.csv.
                """)
        let made = try await find("a,b", in: []) { $0.createsTable = true }
        #expect(made.isNew)
        #expect(made.drafts.map(\.name) == ["a", "b"])
        #expect(made.schema.fields.map(\.type) == [.number, .number])
        #expect(made.requestsToMake == 1)
    }

    @Test func `a table is not made beside one whose name differs in case`() async throws {
        var other = table
        other.name = "users"
        #expect(
            try await problem("a,b", in: [other]) { $0.createsTable = true } == """
                The base appSceneAAAAAAAAA has no table "Users". It has "users". Names are exact: say --table "users".
                """)
    }

    @Test func `fields are made only when that was asked for`() async throws {
        let target = try await find("Email,Seat", in: [table]) { $0.createsFields = true }
        #expect(target.drafts.map(\.name) == ["Seat"])
        #expect(target.schema.field("Seat")?.type == .number)
        #expect(!target.isNew)
        #expect(target.requestsToMake == 1)
    }

    @Test func `a computed field is an error where it was asked for`() async throws {
        #expect(
            try await problem("Email,Total", in: [table]) { $0.columns.only = ["Email", "Total"] } == """
                The field "Total" of "Users" is computed by the service (formula) and cannot be written. Leave the column \
                "Total" out.
                """)
        #expect(
            try await problem("Email,Total", in: [table]) { $0.key = ["Total"] } == """
                The field "Total" of "Users" is computed by the service (formula) and cannot be written. Leave the column \
                "Total" out, and name another key with --unique.
                """)
        #expect(try await find("Email,Total", in: [table]).drafts.isEmpty)
    }

    @Test func `without a schema the types are inferred`() async throws {
        let target = try await find("a,b", in: nil)
        #expect(target.isInferred)
        #expect(target.address == "Users")
        #expect(target.schema.fields.map(\.type) == [.number, .number])
        #expect(target.requestsToMake == 0)
    }
}
