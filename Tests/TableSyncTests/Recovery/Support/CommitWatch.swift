import FoundationEssentials
import GRDBSQLite
import Locking

/// Looks on whenever somebody begins a transaction in a database of a folder, and when it is committed.
///
/// SQLite tells of every connection that is opened in this process; those of the folder tell of the statements that they run.
enum CommitWatch {
    enum Moment {
        case begins, committed
    }

    private typealias Look = @Sendable (Moment) -> Void

    private static let folders = Guarded<[String: Look]>([:])
    private static let isInstalled: Bool = {
        let begin: @convention(c) (OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32 = { connection, _, _ in
            guard let connection, CommitWatch.look(connection) != nil else { return SQLITE_OK }
            return sqlite3_trace_v2(connection, UInt32(SQLITE_TRACE_STMT | SQLITE_TRACE_PROFILE), CommitWatch.runs, nil)
        }
        return sqlite3_auto_extension(unsafeBitCast(begin, to: (@convention(c) () -> Void).self)) == SQLITE_OK
    }()

    /// Runs `body`, and `look` at each transaction in a database that was opened in the folder meanwhile.
    static func during<Result>(
        in folder: String, _ look: @escaping @Sendable (Moment) -> Void, _ body: () async throws -> Result
    ) async rethrows -> Result {
        precondition(isInstalled, "SQLite takes extensions for all connections.")
        folders.withLock { $0[folder + "/"] = look }
        defer { folders.withLock { $0[folder + "/"] = nil } }
        return try await body()
    }

    private static let runs:
        @convention(c) (UInt32, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32 =
            { event, _, statement, _ in
                guard let statement = statement.map({ OpaquePointer($0) }), let text = sqlite3_sql(statement),
                    let connection = sqlite3_db_handle(statement)
                else { return SQLITE_OK }
                let sql = String(cString: text)
                let hasRun = event == UInt32(SQLITE_TRACE_PROFILE)
                if !hasRun, sql.hasPrefix("BEGIN") { CommitWatch.look(connection)?(.begins) }
                if hasRun, sql.hasPrefix("COMMIT") { CommitWatch.look(connection)?(.committed) }
                return SQLITE_OK
            }

    private static func look(_ connection: OpaquePointer) -> Look? {
        guard let name = sqlite3_db_filename(connection, "main") else { return nil }
        let path = String(cString: name)
        return folders.withLock { folders in folders.first { path.hasPrefix($0.key) }?.value }
    }
}
