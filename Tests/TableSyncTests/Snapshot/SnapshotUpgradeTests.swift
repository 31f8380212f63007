import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Files that an earlier version of TableSync made.
struct SnapshotUpgradeTests {
    private let identity = SnapshotIdentity(
        service: "127.0.0.1:8080", base: "appOpenOpenOpenO", table: "tblOpenOpenOpenO", managed: .people)

    private func record(_ number: Int, _ fields: Fields) -> TableModel.Record {
        TableModel.Record(
            id: RecordID(unchecked: "rec0000000000000\(number)"),
            createdTime: Date(timeIntervalSince1970: 1_700_000_000), fields: fields)
    }

    /// Records that were seen, written, written and changed since, and that have no key.
    private func fill(_ snapshot: Snapshot) throws {
        let source = Fingerprint(of: [1])
        try snapshot.change { change in
            _ = try change.beginGeneration()
            try change.see(record(1, .person(1)))
            try change.wrote(record(2, .person(2)), source: source, at: nil)
            try change.wrote(record(3, .person(3)), source: source, at: nil)
            try change.see(record(3, .person(3, name: "another")))
            try change.see(record(4, ["Name": "nobody's"]))
            try change.wrote(record(5, .person(5)), source: nil, at: nil)
            _ = try change.finishFullRead(0, began: nil, readAt: Date(timeIntervalSince1970: 1_768_478_400))
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [Int32])
    func `a file of an earlier version holds what it held`(version: Int32) throws {
        try withTemporaryFolder { folder in
            let (made, _) = try Snapshot.open(in: folder, for: identity)
            try fill(made)
            let (before, state) = (try made.contents(), try made.state())
            made.close()
            let queue = try DatabaseQueue(path: made.path)
            try queue.write { try turnBack($0, to: version, before.values.map { ($0.record.id, $0.entry) }) }
            try queue.close()

            let (snapshot, rebuilt) = try Snapshot.open(in: folder, for: identity)
            #expect(rebuilt == nil)
            let after = try snapshot.contents()
            #expect(after.mapValues(\.entry) == before.mapValues(\.entry))
            #expect(after.mapValues(\.record) == before.mapValues(\.record))
            #expect(try snapshot.state() == state)
            #expect(try snapshot.secret().count == 16)
            #expect(try snapshot.outcomesTold(of: "20260115-120000-k3x9fa") == 0)
            // What was written and is not there is remembered still, and counted when it is seen again.
            _ = try snapshot.change { try $0.see(record(6, .person(6))) }
            #expect(try snapshot.contents()[record(6, [:]).id]?.entry.isTracked == true)
            #expect(try snapshot.recordCount() == before.count + 1)
        }
    }

    @Test func `of a run that an earlier version left open nobody knows when it ended`() throws {
        try withTemporaryFolder { folder in
            let (made, _) = try Snapshot.open(in: folder, for: identity)
            try fill(made)
            let now = Date(timeIntervalSince1970: 1_768_478_500)
            try made.change { try $0.markSeen(until: now, readAt: now) }
            #expect(try made.openRun(at: now))
            made.close()
            let queue = try DatabaseQueue(path: made.path)
            try queue.write { database in
                try turnBack(database, to: 5, [])
                try database.execute(sql: "UPDATE snapshot SET open_is_seen = 1")
            }
            try queue.close()

            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            try snapshot.change { try $0.markSeen(until: now, readAt: now.addingTimeInterval(3_600)) }
            #expect(try !snapshot.openRun(at: now.addingTimeInterval(3_601)))
        }
    }

    /// Gives the file the form that it had, with one more record that was written and is not there.
    private func turnBack(_ database: Database, to version: Int32, _ entries: [(RecordID, SnapshotEntry)]) throws {
        try database.execute(
            sql: """
                INSERT INTO entry (id, record, generation, is_tracked) VALUES (100, 'rec00000000000006', 1, 1);
                ALTER TABLE snapshot DROP COLUMN open_is_under_way;
                ALTER TABLE snapshot DROP COLUMN open_left_at;
                PRAGMA user_version = 5;
                """)
        guard version < 5 else { return }
        try database.execute(sql: "DROP TABLE told; PRAGMA user_version = 4;")
        guard version < 4 else { return }
        try database.execute(sql: "ALTER TABLE snapshot DROP COLUMN secret; PRAGMA user_version = 3;")
        guard version < 3 else { return }
        try database.execute(
            sql: """
                DROP TABLE entry;
                ALTER TABLE snapshot DROP COLUMN record_count;
                CREATE TABLE entry (
                    id INTEGER PRIMARY KEY,
                    record TEXT NOT NULL UNIQUE,
                    key_high INTEGER, key_low INTEGER,
                    cells_high INTEGER, cells_low INTEGER,
                    source_high INTEGER, source_low INTEGER,
                    answered_high INTEGER, answered_low INTEGER,
                    generation INTEGER NOT NULL,
                    is_tracked INTEGER NOT NULL,
                    written INTEGER
                );
                INSERT INTO entry (id, record, generation, is_tracked) VALUES (100, 'rec00000000000006', 1, 1);
                PRAGMA user_version = \(version);
                """)
        for (id, entry) in entries {
            let answered = entry.isSettled ? entry.cells : entry.source
            let halves = [entry.key, entry.cells, entry.source, answered].flatMap { fingerprint in
                [fingerprint?.high, fingerprint?.low].map { $0.map(Int64.init(bitPattern:)) }
            }
            try database.execute(
                sql: """
                    INSERT INTO entry (id, record, is_tracked, key_high, key_low, cells_high, cells_low,
                        source_high, source_low, answered_high, answered_low, generation)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                    """,
                arguments: [entry.rowID, id.rawValue, entry.isTracked] + StatementArguments(halves))
        }
        guard version == 1 else { return }
        try database.execute(
            sql: """
                ALTER TABLE snapshot DROP COLUMN open_since;
                ALTER TABLE snapshot DROP COLUMN open_is_seen;
                ALTER TABLE entry DROP COLUMN written;
                DROP TABLE own_delete;
                """)
    }
}
