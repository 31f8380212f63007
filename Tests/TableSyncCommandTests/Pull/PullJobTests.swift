import JSONText
import MockAirtable
import TableModel
import TabularFiles
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct PullJobTests {
    private func pull(
        _ scene: PushScene, _ format: TabularFormat, table: String = "users", to name: String? = "out",
        view: String? = nil,
        formula: String? = nil, console: Console = Recorder().console()
    ) async throws -> Int {
        try await PullJob(
            connection: scene.connection, table: table, format: format, view: view, formula: formula, console: console,
            listens: false
        ).write(to: name.map { scene.folder.path + "/" + $0 })
    }

    private func fill(_ scene: PushScene) throws {
        try scene.mock.insert(
            [
                ["email": "ada@example.com", "name": "Ada, \"the\" first", "seats": 3, "active": true],
                ["email": "bob@example.com", "since": "2024-02-29"],
            ], into: "users", in: PushScene.base)
    }

    @Test func `CSV has the fields in their order and can be pushed again as it is`() async throws {
        try await PushScene.run { scene in
            try fill(scene)
            #expect(try await pull(scene, .csv) == 2)
            let text = scene.folder.read("out") ?? ""
            let lines = text.split(whereSeparator: \.isNewline)
            #expect(lines.first == "email,name,seats,active,since,plan")
            #expect(
                Set(lines.dropFirst()) == [
                    "ada@example.com,\"Ada, \"\"the\"\" first\",3,true,,", "bob@example.com,,,,2024-02-29,",
                ])
            let before = try scene.records()
            #expect(try await scene.push(text, "--unique", "email").code == 0)
            #expect(try scene.records() == before)
        }
    }

    @Test func `JSON and JSON Lines leave empty cells out`() async throws {
        try await PushScene.run { scene in
            try fill(scene)
            let expected: Set<JSONValue> = [
                ["email": "ada@example.com", "name": "Ada, \"the\" first", "seats": 3, "active": true],
                ["email": "bob@example.com", "since": "2024-02-29"],
            ]
            let json = try await pull(scene, .json)
            #expect(json == 2)
            #expect(try Set(JSONValue(parsing: scene.folder.read("out") ?? "").arrayValue ?? []) == expected)
            let lines = try await pull(scene, .jsonLines)
            #expect(lines == 2)
            let texts = (scene.folder.read("out") ?? "").split(separator: "\n").map(String.init)
            #expect(try Set(texts.map { try JSONValue(parsing: $0) }) == expected)
        }
    }

    @Test func `a formula chooses the records`() async throws {
        try await PushScene.run { scene in
            try fill(scene)
            let count = try await pull(scene, .csv, formula: "{seats} = 3")
            #expect(count == 1)
        }
    }

    @Test func `a table that is not there is an error that names those that are`() async throws {
        try await PushScene.run { scene in
            let error = await #expect(throws: CommandError.self) { try await pull(scene, .csv, table: "Nope") }
            #expect(error?.exit == .schemaMismatch)
            #expect(error?.description == "The base appSceneAAAAAAAAA has no table \"Nope\". It has \"users\".")
            #expect(scene.folder.files.isEmpty)
        }
    }

    @Test func `a pull that fails leaves the old file and no draft`() async throws {
        try await PushScene.run(faults: [FaultPlan.Rule(.status(.notPermitted), on: [.list])]) { scene in
            try scene.folder.write("old", to: "out")
            await #expect(throws: RemoteError.self) { try await pull(scene, .csv) }
            #expect(scene.folder.read("out") == "old")
            #expect(scene.folder.files == ["out"])
        }
    }

    @Test func `a place that cannot be written is an error of its own`() async throws {
        try await PushScene.run { scene in
            let error = await #expect(throws: CommandError.self) {
                try await pull(scene, .csv, to: "no/such/folder.csv")
            }
            #expect(error?.exit == .cannotWrite)
        }
    }

    @Test(arguments: [(32, 141, ""), (28, 74, "Error: Standard output cannot be written: No space left on device.\n")])
    func `a reader that went away is no error, a full disk is one`(
        _ problem: Int, _ code: Int, _ message: String
    ) async throws {
        try await PushScene.run { scene in
            try fill(scene)
            let recorder = Recorder(dataError: Int32(problem))
            let console = recorder.console()
            let exit = await CommandRunner.exit(console) {
                _ = try await pull(scene, .csv, to: nil, console: console)
                return nil
            }
            #expect(exit?.code == Int32(code))
            #expect(recorder.messages == message)
        }
    }
}
