import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Files that an earlier version of TableSync made.
struct JournalUpgradeTests {
    private typealias Scene = JournalScene

    /// Gives the file the form that version 1 has.
    private func turnBack(_ database: Database) throws {
        try database.execute(
            sql: """
                ALTER TABLE run ADD COLUMN ended REAL;
                ALTER TABLE run ADD COLUMN ending TEXT;
                ALTER TABLE run ADD COLUMN sentence TEXT;
                UPDATE run SET (ended, ending, sentence) =
                    (SELECT at, kind, sentence FROM ending WHERE run = run.number ORDER BY ending.number DESC)
                WHERE NOT is_open;
                ALTER TABLE run DROP COLUMN is_open;
                DROP TABLE ending;
                DROP TABLE left_out;
                PRAGMA user_version = 1;
                """)
    }

    @Test func `a file of version 1 is read where it cannot be made one of this version`() throws {
        try withTemporaryFolder { folder in
            let made = try Scene.journal(in: folder)
            let run = try made.begin(Scene.description)
            try made.end(run, RunEnding(.stopped, at: run.begun, sentence: "stopped"))
            try made.queue.write { try turnBack($0) }
            try made.queue.close()
            let before = try Data(contentsOf: URL(filePath: made.path))

            let queue = try Journal.openFixed(made.path, .seconds(1))
            let sentence = try queue.read { try String.fetchOne($0, sql: "SELECT sentence FROM ending") }
            #expect(sentence == "stopped")
            try queue.close()
            #expect(try Data(contentsOf: URL(filePath: made.path)) == before)
        }
    }

    @Test func `a file of version 1 holds what it held, the last ending of each run included`() async throws {
        try await withTemporaryFolder { folder in
            let made = try Scene.journal(in: folder)
            let run = try made.begin(Scene.description)
            let chunk = WriteChunk(.create, [.init(fields: ["name": "Ada"])])
            try await made.log(of: run).record(.intent(attempt: 1, chunk: chunk, rows: [0]))
            try made.end(run, RunEnding(.undone, of: .undo, at: run.begun, sentence: "undone"))
            let undo = try made.begin(
                RunDescription("undo", target: Scene.target, strategy: "continue", undoes: run.id))
            try made.end(undo, RunEnding(.complete, of: .undo, at: run.begun, sentence: "all"))
            let other = try made.begin(Scene.description)
            try made.end(other, RunEnding(.stopped, at: run.begun, sentence: "stopped"))
            let open = try made.begin(Scene.description)
            let before = try made.runs()
            try await made.queue.write { try turnBack($0) }
            try made.queue.close()

            let journal = try Scene.journal(in: folder)
            #expect(try journal.runs() == before)
            #expect(try journal.run(open.id).ending == nil)
            var events = 0
            try journal.events(of: run) { _ in events += 1 }
            #expect(events == 1)
            try journal.reopen(other)
            try journal.end(other, RunEnding(.complete, of: .resume, at: other.begun, sentence: "done"))
            #expect(try journal.run(other.id).endings.map(\.kind) == [.stopped, .complete])
        }
    }
}
