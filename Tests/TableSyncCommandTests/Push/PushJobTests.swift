import AirtableAPI
import ArgumentParser
import HTTPTypes
import JSONText
import Locking
import MockAirtable
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct PushJobTests {
    static let header = "email,name,seats,active,since,plan\n"
    static let ada = "ada@example.com,Ada,3,true,2024-02-29,Pro\n"
    static let bob = "bob@example.com,Bob,,no,,Free\n"

    static func users(_ count: Int, name: String = "N") -> String {
        header + (0..<count).map { "u\($0)@example.com,\(name),\($0),yes,2024-01-01,Pro\n" }.joined()
    }

    @Test func `cells are converted by the fields' types`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(Self.header + Self.ada + Self.bob, "--unique", "email")
            #expect(outcome.code == 0)
            #expect(outcome.messages == "")
            #expect(
                try scene.records() == [
                    [
                        "email": "ada@example.com", "name": "Ada", "seats": 3, "active": true, "since": "2024-02-29",
                        "plan": "Pro",
                    ],
                    ["email": "bob@example.com", "name": "Bob", "plan": "Free"],
                ])
        }
    }

    @Test(arguments: [0, 1, 9, 10, 11, 25, 101])
    func `a second push writes nothing`(_ count: Int) async throws {
        try await PushScene.run { scene in
            let first = try await scene.push(Self.users(count), "--unique", "email", "--json").event("summary")
            #expect(first?["created"] == .number(JSONNumber(count)))
            let (writes, records) = (scene.writes, try scene.mock.records(of: "users", in: PushScene.base))
            let second = try await scene.push(Self.users(count), "--unique", "email", "--json").event("summary")
            #expect(scene.writes == writes)
            #expect(try scene.mock.records(of: "users", in: PushScene.base) == records)
            #expect(second?["created"] == 0)
            #expect(second?["updated"] == 0)
            #expect(second?["unchanged"] == .number(JSONNumber(count)))
            #expect(try scene.records().count == count)
        }
    }

    @Test func `without a key every row is a new record`() async throws {
        try await PushScene.run { scene in
            for _ in 0..<2 {
                let outcome = try await scene.push(Self.header + Self.ada)
                #expect(outcome.code == 0)
            }
            #expect(try scene.records().count == 2)
        }
    }

    @Test func `a blank cell clears the remote one, and a column that is left out stays`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.header + Self.ada, "--unique", "email")
            _ = try await scene.push("email,name,seats\nada@example.com,,\n", "--unique", "email")
            #expect(
                try scene.records() == [
                    ["email": "ada@example.com", "active": true, "since": "2024-02-29", "plan": "Pro"]
                ])
        }
    }

    @Test func `map, only and ignore decide what is written where`() async throws {
        try await PushScene.run { scene in
            let text = "Mail,name,seats,junk\nada@example.com,Ada,3,x\n"
            let first = try await scene.push(
                text, "--map", "Mail=email", "--ignore", "junk,seats", "--unique", "email")
            #expect(first.code == 0)
            #expect(try scene.records() == [["email": "ada@example.com", "name": "Ada"]])
            let second = try await scene.push(
                text, "--map", "Mail=email", "--only", "Mail", "--only", "seats", "--unique", "email")
            #expect(second.code == 0)
            #expect(try scene.records() == [["email": "ada@example.com", "name": "Ada", "seats": 3]])
        }
    }

    // MARK: Bad rows

    @Test func `under stop a file with a problem is reported whole and nothing is written`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                Self.header + Self.ada + "bob@example.com,Bob,many,perhaps,,Free\n,Cy,1,,,Gold\n", "--unique", "email")
            #expect(outcome.code == 3)
            #expect(scene.writes == 0)
            let lines = outcome.messages.split(separator: "\n")
            #expect(lines.count == 5)
            #expect(lines[0].hasPrefix("users.csv, line 3: field \"seats\" does not accept \"many\""))
            #expect(lines[1].hasPrefix("users.csv, line 3: field \"active\" does not accept \"perhaps\""))
            #expect(lines[2].hasPrefix("users.csv, line 4: field \"plan\" does not accept \"Gold\""))
            #expect(lines[3].hasPrefix("users.csv, line 4: field \"email\" is part of the key and has no value"))
            #expect(
                lines[4]
                    == "users.csv has 4 problems; nothing was written. Mend them, or say --on-error continue to write the "
                    + "other rows.")
            #expect(
                outcome.data == "3 rows of users.csv to \"users\": 0 created, 0 updated, 0 unchanged, 2 failed, "
                    + "1 not attempted. 2 requests in 0.0 s.\n")
        }
    }

    @Test func `under continue every good row lands, and each bad one is named once`() async throws {
        try await PushScene.run { scene in
            var text = Self.users(30)
            text += "bad@example.com,B,many,,,\n" + ",no key,1,,,\n" + "last@example.com,L,1,,,\n"
            let outcome = try await scene.push(text, "--unique", "email", "--on-error", "continue", "--json")
            #expect(outcome.code == 1)
            #expect(try scene.records().count == 31)
            let failed = outcome.events.filter { $0["event"] == "row_failed" }
            #expect(failed.map { $0["line"] } == [32, 33])
            #expect(failed.map { $0["field"] } == ["seats", "email"])
            let summary = outcome.event("summary")
            #expect(summary?["rows"] == 33)
            #expect(summary?["created"] == 31)
            #expect(summary?["failed"] == 2)
            #expect(summary?["exit_code"] == 1)
        }
    }

    @Test(arguments: [99, 100, 101, 250])
    func `under continue every bad row is named, also beyond the hundred that are kept`(_ bad: Int) async throws {
        try await PushScene.run { scene in
            let rows = (0..<bad).map { "b\($0)@example.com,B,many,,,\n" }.joined()
            let outcome = try await scene.push(
                Self.header + rows + Self.ada, "--unique", "email", "--on-error", "continue", "--json")
            let failed = outcome.events.filter { $0["event"] == "row_failed" }
            #expect(failed.map { $0["line"] } == (2..<(2 + bad)).map { .number(JSONNumber($0)) })
            #expect(outcome.event("summary")?["failed"] == .number(JSONNumber(bad)))
            #expect(try scene.records().count == 1)
        }
    }

    @Test func `a row that only the service refuses is named with its line, and its neighbours land`() async throws {
        // The choices are not known before they are used: typecast lets them through, and the token may not create them.
        try await PushScene.run(.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }) { scene in
            let rows = (0..<10).map { "u\($0)@example.com,N,\($0),,,\($0 == 4 ? "Gold" : "Pro")\n" }.joined()
            let outcome = try await scene.push(
                Self.header + rows, "--unique", "email", "--typecast", "--on-error", "continue", "--json")
            #expect(outcome.code == 1)
            #expect(outcome.events.filter { $0["event"] == "row_failed" }.map { $0["line"] } == [6])
            #expect(try scene.records().count == 9)
        }
    }

    @Test(arguments: ["stop", "continue"])
    func `duplicate keys stop everything and name their lines`(_ strategy: String) async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                Self.header + Self.ada + Self.bob + Self.ada, "--unique", "email", "--on-error", strategy)
            #expect(outcome.code == 3)
            #expect(
                outcome.data == "3 rows of users.csv to \"users\": 0 created, 0 updated, 0 unchanged, 1 failed, "
                    + "2 not attempted. 2 requests in 0.0 s.\n")
            #expect(scene.writes == 0)
            #expect(
                outcome.messages == """
                    users.csv, line 4: The key "ada@example.com" is also that of line 2. Keep one of the two rows.
                    users.csv has 1 problem; nothing was written. 1 row has the key of an earlier row: lines 2 and 4. Keep \
                    one row of each key, or say which is meant: --duplicate-rows first, or skip for none.

                    """)
        }
    }

    @Test(arguments: [[], ["--table", "new", "--create-table"]])
    func `rows that are too short or too long are reported with the other problems`(_ more: [String]) async throws {
        try await PushScene.run { scene in
            let text =
                "email,seats\na@example.com,many\nb@example.com\nc@example.com,1,2\nd@example.com,1\na@example.com,1\n"
            let outcome = try await scene.push(
                text + "d@example.com,2\n", arguments: ["--unique", "email"] + more)
            #expect(outcome.code == 3)
            #expect(scene.writes == 0)
            let cell =
                "users.csv, line 2: field \"seats\" does not accept \"many\"; write digits with a point, such as "
                + "1234.5, or --typecast.\n"
            #expect(
                outcome.messages
                    == (more.isEmpty ? cell : "") + """
                        users.csv, line 3: the row has 1 cell, but the header 2 columns: there is none for "seats". Add what is \
                        missing, or say --pad-rows to take it for blank.
                        users.csv, line 4: the row has more cells than the header has columns (2). Put cells that hold the \
                        delimiter into quotes, or remove what is too much.
                        users.csv, line 6: The key "a@example.com" is also that of line 2. Keep one of the two rows.
                        users.csv, line 7: The key "d@example.com" is also that of line 5. Keep one of the two rows.
                        users.csv has \(more.isEmpty ? 5 : 4) problems; nothing was written. 2 rows have the key of an earlier \
                        row: lines 2 and 6; 5 and 7. Keep one row of each key, or say which is meant: \
                        --duplicate-rows first, or skip for none.

                        """)
        }
    }

    @Test func `under continue rows that are too short or too long are left out, and named once`() async throws {
        try await PushScene.run { scene in
            let text = "email,name\na@example.com,A\nb@example.com\nc@example.com,C,x\nd@example.com,D\n"
            let outcome = try await scene.push(text, "--unique", "email", "--on-error", "continue", "--json")
            #expect(outcome.code == 1)
            let failed = outcome.events.filter { $0["event"] == "row_failed" }
            #expect(failed.map { $0["line"] } == [3, 4])
            #expect(failed.map { $0["code"] } == ["short-row", "long-row"])
            #expect(outcome.event("summary")?["rows"] == 4)
            #expect(outcome.event("summary")?["failed"] == 2)
            #expect(try scene.records().map { $0["name"] } == ["A", "D"])
        }
    }

    @Test func `what was found before a place that cannot be read is told with it`() async throws {
        try await PushScene.run { scene in
            let text = "email,seats\na@example.com,many\nb@example.com\n\"c\"d,1\n"
            let outcome = try await scene.push(text, "--unique", "email", "--json")
            #expect(outcome.code == 3)
            #expect(scene.writes == 0)
            #expect(outcome.events.dropFirst().map { $0["event"] } == ["row_failed", "row_failed", "error"])
            #expect(
                outcome.messages == """
                    Error: users.csv, line 4, column 4: a closing quote is followed by more text. Double the quotes that are \
                    part of a quoted cell's text.

                    """)
        }
    }

    // MARK: Tables and fields

    @Test func `typecast leaves choices to the service`() async throws {
        try await PushScene.run { scene in
            let text = Self.header + "ada@example.com,Ada,1,,,Gold\n"
            let strict = try await scene.push(text, "--unique", "email").code
            #expect(strict == 3)
            let relaxed = try await scene.push(text, "--unique", "email", "--typecast").code
            #expect(relaxed == 0)
            #expect(try scene.records().first?["plan"] == "Gold")
        }
    }

    @Test func `a table is made from the columns, and found by the next push`() async throws {
        try await PushScene.run(tables: []) { scene in
            let refused = try await scene.push(Self.users(12), "--unique", "email")
            #expect(refused.code == 5)
            #expect(scene.writes == 0)
            let first = try await scene.push(Self.users(12), "--unique", "email", "--create-table").code
            #expect(first == 0)
            let second = try await scene.push(Self.users(12), "--unique", "email", "--create-table").code
            #expect(second == 0)
            #expect(scene.requests(.createTable) == 1)
            #expect(try scene.records().count == 12)
        }
    }

    @Test func `no table and no field is made for a file with problems`() async throws {
        try await PushScene.run { scene in
            let text = "email,extra\nada@example.com,1\nada@example.com,2\n"
            let fields = try await scene.push(text, "--unique", "email", "--create-fields").code
            #expect(fields == 3)
            let table = try await scene.push(text, as: "new.csv", "--unique", "email", "--create-table").code
            #expect(table == 3)
            #expect(scene.writes == 0)
        }
    }

    @Test func `fields are made for columns that the table does not have`() async throws {
        try await PushScene.run { scene in
            let text = "email,score,note\nada@example.com,1.5,hello\n"
            let unasked = try await scene.push(text, "--unique", "email").code
            #expect(unasked == 5)
            let asked = try await scene.push(text, "--unique", "email", "--create-fields").code
            #expect(asked == 0)
            #expect(scene.requests(.createField) == 2)
            #expect(try scene.records() == [["email": "ada@example.com", "score": 1.5, "note": "hello"]])
        }
    }

    @Test func `columns that the service computes are left out and said`() async throws {
        let table: JSONValue = [
            "name": "users",
            "fields": [["name": "email", "type": "singleLineText"], ["name": "number", "type": "autoNumber"]],
        ]
        try await PushScene.run(tables: [table]) { scene in
            let outcome = try await scene.push("email,number\na@example.com,7\n", "--unique", "email")
            #expect(outcome.code == 0)
            #expect(outcome.messages == "Note: The service computes \"number\", so that column is left out.\n")
            #expect(try scene.records() == [["email": "a@example.com", "number": 1]])
        }
    }

    @Test func `without access to the schema the types are inferred, and that is said`() async throws {
        try await PushScene.run(
            tables: [
                [
                    "name": "users",
                    "fields": [
                        ["name": "email", "type": "singleLineText"],
                        ["name": "n", "type": "number", "options": ["precision": 0]],
                    ],
                ]
            ],
            .with { $0.access.tokens = [ServiceToken("patScene", scopes: [.readRecords, .writeRecords])] }
        ) { scene in
            let outcome = try await scene.push("email,n\na@example.com,7\n", "--unique", "email")
            #expect(outcome.code == 0)
            #expect(
                outcome.messages == """
                    Note: The schema of appSceneAAAAAAAAA cannot be read with this token (it needs the scope \
                    schema.bases:read), so the types of fields are inferred from users.csv.

                    """)
            #expect(try scene.records() == [["email": "a@example.com", "n": 7]])
        }
    }

    @Test func `short rows are refused, or padded if that was asked for`() async throws {
        try await PushScene.run { scene in
            let text = "email,name,seats\nada@example.com,Ada\n"
            let strict = try await scene.push(text, "--unique", "email")
            #expect(strict.code == 3)
            #expect(scene.writes == 0)
            let padded = try await scene.push(text, "--unique", "email", "--pad-rows")
            #expect(padded.code == 0)
            #expect(try scene.records() == [["email": "ada@example.com", "name": "Ada"]])
        }
    }

    @Test func `a service that is not there is no reason to infer types`() async throws {
        try await TemporaryFolder.with { folder in
            let lost = try PushScene.make(folder, .with { $0.access.createsBasesOnDemand = false })
            let address = try ServiceAddress("https://api.airtable.com/wrong")
            let outcome = try await lost.push(Self.header + Self.ada, at: address)
            #expect(outcome.code == 5)
            #expect(outcome.messages.hasPrefix("Error: Could not read the schema of appSceneAAAAAAAAA (404 NOT_FOUND)"))
            #expect(lost.mock.log.count == 1)
        }
    }

    @Test(arguments: ["users.json", "users.jsonl"], [[], ["-n"]])
    func `a JSON file without rows is nothing to do if that is said`(_ name: String, _ options: [String]) async throws {
        try await PushScene.run { scene in
            let text = name == "users.json" ? "[]" : ""
            let arguments = ["--unique", "email"] + options
            let refused = try await scene.push(text, as: name, arguments: arguments)
            #expect(refused.code == 6)
            #expect(
                refused.messages
                    == "Error: \(name) has no rows. Nothing was written. If that is right, say --allow-empty.\n")
            let outcome = try await scene.push(text, as: name, arguments: arguments + ["--allow-empty"])
            #expect(outcome.code == 0)
            #expect(outcome.messages == "")
            #expect(scene.mock.log.isEmpty)
        }
    }

    @Test func `objects without members are an error of their own`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push("[{}]", as: "users.json")
            #expect(outcome.code == 3)
            #expect(
                outcome.messages
                    == "Error: The objects of users.json have no members, so there is no column to write.\n")
        }
    }

    @Test func `a format that the name does not tell is asked for by its option`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push("a\n1\n", as: "users.txt")
            #expect(outcome.code == 3)
            #expect(
                outcome.messages
                    == "Error: users.txt: the name does not tell the format. Say --format csv, tsv, json or jsonl, or "
                    + "rename the file to end in .csv, .tsv, .json or .jsonl.\n")
        }
    }

    // MARK: Ends

    @Test(arguments: [
        (
            "nokey", ["--unique", "mail"], 3,
            "--unique names \"mail\", but no column of users.csv is written to a field of that name. Its columns are \"email\" and \"x\"."
        ),
        (
            "ignored key", ["--unique", "email", "--ignore", "email"], 3,
            "--unique names \"email\", but --ignore leaves that column out. A key must be among the columns that are written."
        ),
        (
            "key left out", ["--unique", "email", "--only", "x"], 3,
            "--unique names \"email\", but --only leaves that column out. A key must be among the columns that are written."
        ),
        ("nothing", ["--ignore", "email,x"], 3, "--ignore leaves no column of users.csv to be written."),
        (
            "only", ["--only", "y"], 3,
            "--only names the column \"y\", which users.csv does not have. It has \"email\" and \"x\"."
        ),
        (
            "table", ["--table", "Nope"], 5,
            "The base appSceneAAAAAAAAA has no table \"Nope\". It has \"users\". Say --table NAME, or push with --create-table to make it from the columns of users.csv."
        ),
    ])
    func `an error is the last event for machines and a message for people`(
        _ name: String, _ arguments: [String], _ code: Int, _ message: String
    ) async throws {
        try await PushScene.run { scene in
            let path = try scene.folder.write("email,x\na@example.com,1\n", to: "users.csv")
            let command = try Push.parse([path, "--json"] + arguments)
            let recorder = Recorder()
            let console = recorder.console()
            let exit = await CommandRunner.exit(console, isJSON: true) {
                let carrier = PlanCarrier(
                    connection: scene.connection, output: PlanOutput(console, isJSON: true, file: path),
                    interrupts: Interrupts(console: console, listens: false), confirmation: .unneeded)
                return try await command.job(carrier, place: scene.place).run()
            }
            #expect(exit?.code == Int32(code))
            let last = try recorder.events.last
            #expect(last?["event"] == "error")
            #expect(last?["exit_code"] == .number(JSONNumber(code)))
            #expect(last?["message"]?.stringValue?.replacing(scene.folder.path + "/", with: "") == message)
            #expect(recorder.messages.replacing(scene.folder.path + "/", with: "") == "Error: \(message)\n")
            #expect(scene.writes == 0)
        }
    }
}
