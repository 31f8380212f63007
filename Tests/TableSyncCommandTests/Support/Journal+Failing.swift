import GRDB

@testable import TableSync

/// A journal on a disk without room.
extension Journal {
    /// Lets so many more events be written, whoever writes them, and none after that.
    func fail(after events: Int) async throws {
        try await queue.write { database in
            let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM event") ?? 0
            try database.execute(
                sql: """
                    CREATE TRIGGER full BEFORE INSERT ON event WHEN (SELECT COUNT(*) FROM event) > \(count + events)
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
    }

    /// Lets everything be written again.
    func recover() async throws { try await queue.write { try $0.execute(sql: "DROP TRIGGER full") } }
}
