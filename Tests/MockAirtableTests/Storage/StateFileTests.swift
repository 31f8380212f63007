import FoundationEssentials
import GRDB
import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

@Suite("State kept in a file", .timeLimit(.minutes(30)))
struct StateFileTests {
    static let base = ServiceHarness.base

    private func open(_ path: String) throws -> MockService {
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        return try MockService.open(stateFile: path, configuration)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, to service: MockService
    ) async throws -> JSONValue {
        var request = HTTPRequest(method: method, scheme: "https", authority: "api.airtable.com", path: path)
        request.headerFields[.authorization] = "Bearer patTEST"
        let (_, bytes) = try await service.exchange(request, body: body?.bytes ?? [])
        return try JSONValue(parsing: bytes)
    }

    static let cells: JSONObject = [
        "Name": "O'Brien \"Zoë\" 😀\u{0}e\u{301}", "Notes": "one\ntwo", "Story": "# Hello\n", "Email": "a@b.c",
        "Site": "https://example.com", "Phone": "+1 (0) 2", "Qty": 0, "Price": 1234.56, "Share": 0.1,
        "Time": 3661.5, "Stars": 5, "Done": true, "Status": "Busy", "Tags": ["blue", "red"],
        "Due": "2024-02-29", "Seen": "1969-12-31T23:59:59.123Z",
    ]

    @Test("A service that is opened again answers the schema and the records that it answered before")
    func roundTrip() async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            var expected: [JSONValue] = []
            do {
                let service = try open(path)
                try service.createTable(ServiceHarness.people, in: Self.base)
                _ = try await send(
                    .post, "/v0/\(Self.base)/People",
                    ["records": [["fields": .object(Self.cells)], ["fields": ["Name": "second"]]]], to: service)
                let third = try await send(
                    .post, "/v0/\(Self.base)/People",
                    ["fields": ["Name": "third", "Status": "New", "Tags": "a,b"], "typecast": true], to: service)
                let id = try #require(third["id"]?.stringValue)
                _ = try await send(
                    .patch, "/v0/\(Self.base)/People/\(id)", ["fields": ["Name": .null, "Qty": 7]], to: service)
                _ = try await send(.post, "/v0/\(Self.base)/People", ["fields": ["Nope": 1]], to: service)
                let doomed = try await send(.post, "/v0/\(Self.base)/People", ["fields": [:]], to: service)
                let doomedID = try #require(doomed["id"]?.stringValue)
                _ = try await send(.delete, "/v0/\(Self.base)/People/\(doomedID)", to: service)
                expected = try await everything(service)
                #expect(expected[2]["records"]?.arrayValue?.count == 3)
            }
            let service = try open(path)
            #expect(try await everything(service) == expected)
            // The number of the deleted record is not given again.
            let next = try await send(.post, "/v0/\(Self.base)/People", ["fields": [:]], to: service)
            #expect(next["fields"]?["No"] == 5)
        }
    }

    private func everything(_ service: MockService) async throws -> [JSONValue] {
        [
            try await send(.get, "/v0/meta/bases", to: service),
            try await send(.get, "/v0/meta/bases/\(Self.base)/tables", to: service),
            try await send(.get, "/v0/\(Self.base)/People", to: service),
        ]
    }

    @Test("What was answered is on disk: a copy of the files at that moment has it")
    func onDiskBeforeTheAnswer() async throws {
        try await withFolder { folder in
            let service = try open("\(folder)/mock.sqlite")
            try service.createTable(ServiceHarness.people, in: Self.base)
            for count in 1...5 {
                _ = try await send(
                    .post, "/v0/\(Self.base)/People", ["fields": ["Qty": .number(JSONNumber(count))]], to: service)
                let copy = "\(folder)/\(count)"
                try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
                for name in ["mock.sqlite", "mock.sqlite-wal"] {
                    try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: "\(copy)/\(name)")
                }
                let restarted = try open("\(copy)/mock.sqlite")
                let numbers = try restarted.records(of: "People", in: Self.base).map { $0.cells["Qty"] }
                #expect(numbers == (1...count).map { .number(JSONNumber($0)) })
            }
        }
    }

    @Test("Each start draws other ids")
    func freshIDs() async throws {
        try await withFolder { folder in
            var ids: Set<TableID> = []
            for number in 1...5 {
                let service = try open("\(folder)/mock.sqlite")
                ids.insert(
                    try service.createTable(
                        ["name": .string("T\(number)"), "fields": [["name": "A", "type": "singleLineText"]]],
                        in: Self.base))
            }
            #expect(ids.count == 5)
        }
    }

    @Test("A file that is open cannot be opened again, and can when it was let go")
    func inUse() async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            do {
                let service = try open(path)
                let error = #expect(throws: StateFileError.self) { try open(path) }
                #expect(error?.code == .inUse)
                #expect(error?.code.rawValue == "in-use")
                #expect(
                    error?.description
                        == "Opening the state file \(path) failed: another process has it open. "
                        + "Wait for it to end, or name another file.")
                service.createBase(Self.base)
            }
            #expect(try open(path).bases.map(\.id) == [Self.base])
        }
    }

    @Test("A service that was closed answers nobody, and its file can be opened at once")
    func closed() async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            let service = try open(path)
            service.createBase(Self.base)
            service.close()
            #expect(try open(path).bases.map(\.id) == [Self.base])
            let error = await #expect(throws: StateFileError.self) {
                try await send(.get, "/v0/meta/whoami", to: service)
            }
            #expect(
                error?.description == "The service of the state file \(path) was closed. Open the file again.")
        }
    }

    @Test("Files and folders that are made are readable by their owner only")
    func modes() async throws {
        try await withFolder { folder in
            let path = "\(folder)/one/two/mock.sqlite"
            let service = try open(path)
            service.createBase(Self.base)
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode("\(folder)/one") == 0o700)
            #expect(try mode("\(folder)/one/two") == 0o700)
            #expect(try mode(path) == 0o600)
            #expect(try mode(path + "-wal") == 0o600)
        }
    }

    @Test("A file that is something else is refused and left as it is")
    func foreign() async throws {
        try await withFolder { folder in
            let text = "\(folder)/text"
            #expect(FileManager.default.createFile(atPath: text, contents: Data("name,email\n".utf8)))
            let other = "\(folder)/other.sqlite"
            try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
            for (path, reason) in [
                (text, "it is no SQLite file"), (other, "it is an SQLite file of another program"),
                (folder, "it is no regular file"),
            ] {
                let before = FileManager.default.contents(atPath: path)
                let error = #expect(throws: StateFileError.self) { try open(path) }
                #expect(error?.code == .foreign)
                #expect(
                    error?.description
                        == "Opening the state file \(path) failed: it is not one (\(reason)). "
                        + "It was left as it is; name another file, which will be made.")
                #expect(FileManager.default.contents(atPath: path) == before)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["other.sqlite", "text"])
        }
    }

    /// Places that are in use: the schema, the head of a page, cells.
    @Test(
        "A damaged file is refused and left as it is",
        arguments: [3600..<4096, 4096 * 2..<4096 * 2 + 100, 4096 * 9 + 1000..<4096 * 10])
    func damaged(at place: Range<Int>) async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            do {
                let service = try open(path)
                try service.createTable(ServiceHarness.people, in: Self.base)
                try service.insert((0..<200).map { _ in Self.cells }, into: "People", in: Self.base)
            }
            var bytes = try #require(FileManager.default.contents(atPath: path))
            try #require(bytes.count > 4096 * 8)
            for index in place { bytes[index] = 0xA5 }
            try bytes.write(to: URL(filePath: path))
            let error = #expect(throws: StateFileError.self) { try open(path) }
            #expect(error?.code == .damaged)
            #expect(FileManager.default.contents(atPath: path) == bytes)
        }
    }

    @Test("A cell that cannot be read is told with its record")
    func damagedCell() async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            var id: RecordID?
            do {
                let service = try open(path)
                try service.createTable(ServiceHarness.people, in: Self.base)
                id = try service.insert([Self.cells], into: "People", in: Self.base).first
            }
            try await DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE records SET cells = '[[0]]'") }
            let error = #expect(throws: StateFileError.self) { try open(path) }
            #expect(
                error?.description
                    == "Reading the state file \(path) failed: it is damaged (record \(id?.rawValue ?? "") cannot be "
                    + "read). It was left as it is; restore it from a backup, or name another file.")
        }
    }

    @Test("A file of a newer version is refused")
    func newer() async throws {
        try await withFolder { folder in
            let path = "\(folder)/mock.sqlite"
            _ = try open(path)
            try await DatabaseQueue(path: path).write {
                try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 something new')")
            }
            let error = #expect(throws: StateFileError.self) { try open(path) }
            #expect(error?.code == .newer)
        }
    }

    @Test("A service whose changes cannot be written answers nobody from then on")
    func unwritable() async throws {
        struct FullDisk: ChangeStore {
            var closed: any Error { StateFileError(.closed, path: "mock.sqlite") }
            func close() {}
            func write(_ changes: [ServiceChange]) throws {
                throw StateFileError(.cannotWrite, path: "mock.sqlite", detail: "database or disk is full")
            }
        }
        var configuration = ServiceConfiguration()
        configuration.recordsChanges = true
        let machine = AirtableService(configuration: configuration)
        let service = MockService(machine, store: FullDisk(), clock: ContinuousClock())
        let whoami = try await send(.get, "/v0/meta/whoami", to: service)
        #expect(whoami["id"] != nil)
        for path in ["/v0/meta/bases/\(Self.base)/tables", "/v0/meta/whoami"] {
            let error = await #expect(throws: StateFileError.self) { try await send(.get, path, to: service) }
            #expect(
                error?.description
                    == "Writing to the state file mock.sqlite failed (database or disk is full). The service stops here, "
                    + "since its answers would no longer outlive it. Make room or make the file writable, and start it "
                    + "again.")
        }
    }
}
