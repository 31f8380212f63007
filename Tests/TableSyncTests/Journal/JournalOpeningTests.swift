import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Journals that are foreign, newer, damaged or out of reach: what the user is told, and that the file stays as it was.
@Suite(.timeLimit(.minutes(30))) struct JournalOpeningTests {
    private typealias Scene = JournalScene

    private func error(_ folder: String) -> JournalError? {
        #expect(throws: JournalError.self) { _ = try Scene.journal(in: folder) }
    }

    @Test func `the file and its folders are their owner's alone`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            #expect(journal.path.hasPrefix(folder + "/journals/api.example.com/appJournalJournal-"))
            _ = try journal.begin(Scene.description)
            for suffix in ["", "-wal", "-shm"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: journal.path + suffix)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
            }
            for name in ["/journals", "/journals/api.example.com"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + name)
                #expect(attributes[.posixPermissions] as? Int == 0o700)
            }
        }
    }

    @Test func `a file of another program, and that of a later version, are left as they were`() throws {
        try withTemporaryFolder { folder in
            let path = try Scene.journal(in: folder).path
            let file = try DatabaseQueue(path: path)
            try file.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA user_version = \(JournalSchema.version + 1)")
            }
            let newer = try #require(error(folder))
            #expect(newer.code == .newer)
            #expect(
                "\(newer)"
                    == "Opening the journal \(path) failed: a newer version of TableSync wrote it. Use that version, or move "
                    + "the file away; the runs in it can then be neither resumed nor undone.")
            try file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 7") }
            let foreign = try #require(error(folder))
            #expect(foreign.code == .foreign)
            #expect("\(foreign)".contains("Move it away, or name another state folder."))
        }
    }

    @Test func `where nothing may be written a journal is read, and nothing is made beside it`() throws {
        try withTemporaryFolder { folder in
            let place = folder + "/100% of #1?"
            let made = try Scene.journal(in: place)
            let run = try made.begin(Scene.description)
            try made.queue.close()
            let name = try #require(made.path.split(separator: "/").last)
            let journals = String(made.path.dropLast(name.count))
            #expect(try FileManager.default.contentsOfDirectory(atPath: journals) == [String(name)])

            let queue = try Journal.openFixed(made.path, .seconds(1))
            #expect(try queue.read { try String.fetchOne($0, sql: "SELECT id FROM run") } == run.id.rawValue)
            #expect(try FileManager.default.contentsOfDirectory(atPath: journals) == [String(name)])
            try queue.close()
            #expect(try Journal(reading: made.path, in: place).runs().map(\.id) == [run.id])
        }
    }

    @Test func `a damaged journal is said to be so and never emptied`() throws {
        try withTemporaryFolder { folder in
            let path = try Scene.journal(in: folder).path
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            let noise = Data(repeating: 0x2a, count: 8_192)
            try noise.write(to: URL(filePath: path))
            let problem = try #require(error(folder))
            #expect(problem.code == .damaged)
            #expect(
                "\(problem)"
                    == "Opening the journal \(path) failed: it is damaged (file is not a database). Nothing was sent. Move the "
                    + "file away to begin a new one; the runs in it can then be neither resumed nor undone.")
            #expect(try Data(contentsOf: URL(filePath: path)) == noise)
        }
    }

    @Test func `an empty file is no new journal, and is left as it is`() throws {
        try withTemporaryFolder { folder in
            let path = try Scene.journal(in: folder).path
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data().write(to: URL(filePath: path))
            let problem = try #require(error(folder))
            #expect(
                "\(problem)"
                    == "Opening the journal \(path) failed: it is empty, as a crash of the file system can leave it. Nothing was "
                    + "sent. Put back a copy of it, or move it away to begin a new one; the runs that were in it can then be neither "
                    + "resumed nor undone.")
            let looking = #expect(throws: JournalError.self) { _ = try Journal(reading: path, in: folder) }
            let fixed = #expect(throws: JournalError.self) { _ = try Journal.openFixed(path, .seconds(1)) }
            #expect([problem.code, looking?.code, fixed?.code] == [.empty, .empty, .empty])
            #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
            try FileManager.default.removeItem(atPath: path)
            #expect(try Scene.journal(in: folder).runs().isEmpty)
        }
    }

    @Test(arguments: ["-wal", "-journal"])
    func `a journal that is gone and has left its end is not made anew`(_ suffix: String) throws {
        try withTemporaryFolder { folder in
            let path = try Scene.journal(in: folder).path
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            try Data("the end".utf8).write(to: URL(filePath: path + suffix))
            let problem = try #require(error(folder))
            #expect(problem.code == .gone)
            #expect(
                "\(problem)"
                    == "Opening the journal \(path) failed: it is gone, but the end of it is still in \(path)\(suffix). Nothing was "
                    + "sent. Put the journal back, or move that file away, too, to begin a new one; the runs that were in it can "
                    + "then be neither resumed nor undone.")
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try Data(contentsOf: URL(filePath: path + suffix)) == Data("the end".utf8))
            try FileManager.default.removeItem(atPath: path + suffix)
            #expect(try Scene.journal(in: folder).runs().isEmpty)
        }
    }

    @Test func `a new journal has its tables before it has its name, whoever makes it`() async throws {
        try await withTemporaryFolder { folder in
            let began = try await withThrowingTaskGroup(of: RunID.self) { group in
                for _ in 0..<8 {
                    group.addTask { try Scene.journal(in: folder).begin(Scene.description).id }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            let journal = try Scene.journal(in: folder)
            #expect(try Set(journal.runs().map(\.id)) == began && began.count == 8)
            let left = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".new") }
            #expect(left.isEmpty)
        }
    }

    @Test
    func `damage that shows only when the journal is used is not said to have been found before anything was sent`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            let chunk = WriteChunk(.create, [.init(fields: ["name": .string(String(repeating: "x", count: 50_000))])])
            try await journal.log(of: run).record(.intent(attempt: 1, chunk: chunk, rows: [0]))
            let page = try journal.reading { database in
                try Int.fetchOne(database, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'event'") ?? 0
            }
            try journal.queue.close()
            let file = try FileHandle(forUpdating: URL(filePath: journal.path))
            try file.seek(toOffset: UInt64(page - 1) * 4_096)
            try file.write(contentsOf: Data(repeating: 0x2A, count: 4_096))
            try file.close()

            let damaged = try Scene.journal(in: folder)
            #expect(try damaged.runs().map(\.id) == [run.id])
            let problem = #expect(throws: JournalError.self) { try damaged.events(of: run) { _ in } }
            #expect(problem?.code == .damagedInUse)
            #expect(
                "\(try #require(problem))"
                    == "Using the journal \(journal.path) failed: it is damaged (database disk image is malformed). Not all that "
                    + "a run has sent may be written down in it, so look at the table, and keep the file. A new one begins once "
                    + "it is moved away; the runs in it can then be neither resumed nor undone.")
        }
    }

    @Test func `an event that cannot be understood is damage and not nothing`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            let file = try DatabaseQueue(path: journal.path)
            try file.write { database in
                try database.execute(sql: "INSERT INTO event (run, at, json) VALUES (1, 0, '{\"event\":\"guess\"}')")
            }
            let problem = #expect(throws: JournalError.self) { try journal.events(of: run) { _ in } }
            #expect(problem?.code == .damagedInUse)
            #expect(problem?.detail == "the event \"guess\" is not known")
        }
    }

    @Test func `a path that is no folder is said to be in the way`() throws {
        try withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: folder + "/journals"))
            let problem = try #require(error(folder))
            #expect(problem.code == .cannotOpen)
            #expect(
                "\(problem)".hasSuffix(
                    "(Not a directory). Make room or make the path writable, or name another state folder."))
        }
    }

    @Test func `a run that the journal does not have is named`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let id = try #require(RunID(rawValue: "20260115-120000-abcdef"))
            let problem = #expect(throws: JournalError.self) { _ = try journal.run(id) }
            #expect(
                "\(try #require(problem))"
                    == "The journal \(journal.path) has no run 20260115-120000-abcdef. List its runs to see which it has."
            )
        }
    }

    @Test func `a full disk stops the run before the request, with what to do`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            try await journal.queue.writeWithoutTransaction { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            let text = FieldValue.string(String(repeating: "x", count: 50_000))
            let table = InMemoryTable()
            var options = RunOptions()
            options.log = journal.log(of: run)
            let interruption = await #expect(throws: InterruptedRun.self) {
                _ = try await table.bulkCreate([["name": text]], options: options)
            }
            #expect((interruption?.underlying as? JournalError)?.code == .diskFull)
            #expect("\(try #require(interruption))".hasSuffix("Make room, then resume the run if it had begun."))
            #expect(table.requests.isEmpty)
        }
    }

    #if os(Linux)
        @Test func `a journal that is opened twice in a process keeps its locks`() throws {
            try withTemporaryFolder { folder in
                let first = try JournalScene.journal(in: folder)
                let second = try JournalScene.journal(in: folder)
                defer { withExtendedLifetime((first, second)) {} }
                let descriptor = open(first.path, O_RDWR)
                try #require(descriptor >= 0)
                defer { close(descriptor) }
                // Where SQLite keeps a shared lock as long as a connection is open (SQLite, "Database File Format", 1.5).
                var lock = flock()
                lock.l_type = Int16(F_WRLCK)
                lock.l_whence = Int16(SEEK_SET)
                lock.l_start = 0x4000_0002
                lock.l_len = 510
                // Asks as another process would: F_OFD_GETLK of Linux.
                let getOpenFileLock: Int32 = 36
                try #require(fcntl(descriptor, getOpenFileLock, &lock) == 0)
                #expect(lock.l_type == Int16(F_RDLCK))
            }
        }
    #endif
}
