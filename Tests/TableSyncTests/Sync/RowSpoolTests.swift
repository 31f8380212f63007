import FoundationEssentials
import JSONText
import TableModel
import Testing

@testable import TableSync

/// Rows that are kept while a plan is made of them.
@Suite(.timeLimit(.minutes(30))) struct RowSpoolTests {
    private static func read(_ spool: RowSpool) async throws -> [Row] {
        var rows: [Row] = []
        for try await row in spool.rows { rows.append(row) }
        return rows
    }

    @Test func `rows come back as they were, each time, those that could not be read among them`() async throws {
        try await withTemporaryFolder { folder in
            let rows = [
                Row(line: 2, fields: ["email": "a@x", "seats": 1.5, "tags": .list(["red", .null]), "blank": ""]),
                Row(line: 3, flaw: Row.Flaw(code: "short-row", message: "The row has 2 cells, not 3.")),
                Row(line: 7, fields: Fields()),
            ]
            let spool = try await RowSpool(rows.async, in: folder)
            #expect(spool.count == 3)
            #expect(try await Self.read(spool) == rows)
            #expect(try await Self.read(spool) == rows)
        }
    }

    @Test(arguments: ["[2]", "[2,3]", "[2,[1,2]]", "{}", #"["2",{}]"#])
    func `a line that is no row is told, and ends nothing quietly`(_ line: String) async throws {
        try await withTemporaryFolder { folder in
            let file = try SpoolFile(in: folder)
            let spool = try await RowSpool([Row(line: 2, fields: ["email": "a@x"])].async, in: file)
            try file.write(Array((line + "\n").utf8), at: 0)
            let problem = await #expect(throws: StateFolderProblem.self) { try await Self.read(spool) }
            #expect(
                problem?.description
                    == "\(folder) cannot be read: a row is not as it was kept. Mend that, or name another state folder."
            )
        }
    }
}
