import GRDB
import JSONText
import TableModel

/// The SQLite file that keeps what a service holds.
///
/// The file is open in one process at a time: its lock is held as long as this object lives, and the system lets go of it
/// when the process ends, however it ends. Each ``write(_:)`` is one transaction in SQLite's write-ahead log: after a kill
/// of the process all of them are there; after a power cut the last ones may be missing, but none by half.
final class StateFile: Sendable {
    let path: String
    /// How often a service was started from the file before.
    let starts: Int
    private let queue: DatabaseQueue

    /// Opens the file, and makes it and its folder if they are not there.
    init(path: String) throws(StateFileError) {
        self.path = path
        let place = StatePath(path: path)
        if case .foreign(let reason) = try place.prepare() {
            throw StateFileError(.foreign, path: path, detail: reason)
        }
        try place.protect()
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            starts = try Self.begin(queue)
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    /// Writes the changes of one request, all or none.
    func write(_ changes: [ServiceChange]) throws(StateFileError) {
        guard !changes.isEmpty else { return }
        do {
            try queue.write { database in
                for change in changes { try Self.write(change, database) }
            }
        } catch {
            throw StateFileError(.cannotWrite, path: path, detail: Self.detail(error))
        }
    }

    /// Lets go of the file.
    func close() {
        // It fails only while a statement runs, and none does outside the queue; the file is closed with it at the latest.
        try? queue.close()
    }

    var closed: any Error { StateFileError(.closed, path: path) }

    /// Calls `body` with everything that is kept: bases, then tables in their order, then records by table and id.
    func read(_ body: (ServiceChange) -> Void) throws(StateFileError) {
        do {
            try queue.read { database in
                try readBases(database, body)
                let tables = try readTables(database, body)
                try readRecords(database, tables, body)
            }
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    // MARK: - Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "MockAirtable.StateFile"
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { database in
            // The lock is taken at the first access and kept. Without other readers the log needs no shared memory.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            // In KiB: records come in random order of ids, so writing is quicker if the tree is in memory.
            try database.execute(sql: "PRAGMA cache_size = -65536")
        }
        return configuration
    }

    /// Notes that a service was started from the file. It is the first change of a file that was there already: one that
    /// cannot be read is left as it is.
    func countStart() throws(StateFileError) {
        do {
            try queue.write { try $0.execute(sql: "UPDATE service SET starts = starts + 1") }
        } catch {
            throw StateFileError(.cannotWrite, path: path, detail: Self.detail(error))
        }
    }

    /// Takes the lock, checks the file, brings it to the form of this version, and gives the number of starts.
    private static func begin(_ queue: DatabaseQueue) throws -> Int {
        let migrator = StateSchema.migrator
        // The application id is written first and not yet into the write-ahead log, so that it is in the header from the
        // beginning.
        try queue.inDatabase { database in
            try database.inTransaction(.exclusive) {
                guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else { throw Damaged() }
                if try Bool.fetchOne(database, sql: "SELECT COUNT(*) = 0 FROM sqlite_schema") == true {
                    try database.execute(sql: "PRAGMA application_id = \(StatePath.applicationID)")
                }
                return .commit
            }
            if try migrator.hasBeenSuperseded(database) { throw Superseded() }
        }
        try migrator.migrate(queue)
        return try queue.inDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            return try Int.fetchOne(database, sql: "SELECT starts FROM service") ?? 0
        }
    }

    private struct Superseded: Error {}
    private struct Damaged: Error {}

    private static func problem(_ error: any Error, path: String) -> StateFileError {
        switch error {
        case let error as StateFileError: return error
        case is Superseded: return StateFileError(.newer, path: path)
        case is Damaged: return StateFileError(.damaged, path: path)
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: return StateFileError(.inUse, path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT:
                return StateFileError(.damaged, path: path, detail: error.message)
            default: return StateFileError(.cannotOpen, path: path, detail: error.message)
            }
        default: return StateFileError(.damaged, path: path, detail: "\(error)")
        }
    }

    private static func detail(_ error: any Error) -> String {
        (error as? DatabaseError)?.message ?? "\(error)"
    }
}

extension StateFile {
    private static func write(_ change: ServiceChange, _ database: Database) throws {
        switch change {
        case .base(let id, let name):
            try database.cachedStatement(sql: StateSchema.putBase).execute(arguments: [id.rawValue, name])
        case .table(let base, let table):
            try database.cachedStatement(sql: StateSchema.putTable)
                .execute(arguments: [table.id.rawValue, base.rawValue, DefinitionCodec.json(table).text])
        case .lastNumber(_, let table, let number):
            try database.cachedStatement(sql: StateSchema.putLastNumber).execute(arguments: [number, table.rawValue])
        case .record(_, let table, let record):
            try database.cachedStatement(sql: StateSchema.putRecord)
                .execute(arguments: [
                    table.rawValue, record.id.rawValue, record.number, record.createdTime.nanosecondsSince1970,
                    record.creator.map { ObjectCodec.json($0).text }, record.modifiedTime?.nanosecondsSince1970,
                    record.editor.map { ObjectCodec.json($0).text }, CellCodec.json(record.cells).text,
                ])
        case .recordDeleted(_, let table, let id):
            try database.cachedStatement(sql: StateSchema.deleteRecord)
                .execute(arguments: [table.rawValue, id.rawValue])
        }
    }

    private func readBases(_ database: Database, _ body: (ServiceChange) -> Void) throws {
        let rows = try GRDB.Row.fetchCursor(database, sql: "SELECT id, name FROM bases ORDER BY number")
        while let row = try rows.next() {
            body(.base(try id(row, 0), name: try row.decode(atIndex: 1)))
        }
    }

    private func readTables(
        _ database: Database, _ body: (ServiceChange) -> Void
    ) throws -> [(BaseID, TableDefinition)] {
        var tables: [(BaseID, TableDefinition)] = []
        let rows = try GRDB.Row.fetchCursor(
            database, sql: "SELECT base, definition, lastNumber FROM tables ORDER BY number")
        while let row = try rows.next() {
            let base: BaseID = try id(row, 0)
            guard let json = try? JSONValue(parsing: row.decode(String.self, atIndex: 1)),
                let table = DefinitionCodec.definition(json)
            else { throw damaged("a table of base \(base) cannot be read") }
            tables.append((base, table))
            body(.table(base, table))
            body(.lastNumber(base, table.id, try row.decode(atIndex: 2)))
        }
        return tables
    }

    private func readRecords(
        _ database: Database, _ tables: [(BaseID, TableDefinition)], _ body: (ServiceChange) -> Void
    ) throws {
        let statement = try database.cachedStatement(sql: StateSchema.getRecords)
        for (base, table) in tables {
            let rows = try GRDB.Row.fetchCursor(statement, arguments: [table.id.rawValue])
            while let row = try rows.next() {
                let id: RecordID = try id(row, 0)
                guard let json = try? JSONValue(parsing: row.decode(String.self, atIndex: 6)),
                    let cells = CellCodec.cells(json)
                else { throw damaged("record \(id) cannot be read") }
                let modified = try row.decode(Int64?.self, atIndex: 4)
                let record = StoredRecord(
                    id: id, number: try row.decode(atIndex: 1),
                    createdTime: ServiceInstant(nanosecondsSince1970: try row.decode(atIndex: 2)),
                    creator: try user(row, 3), modifiedTime: modified.map(ServiceInstant.init(nanosecondsSince1970:)),
                    editor: try user(row, 5), cells: cells)
                body(.record(base, table.id, record))
            }
        }
    }

    private func id<ID: PrefixedIdentifier>(_ row: GRDB.Row, _ column: Int) throws -> ID {
        let text = try row.decode(String.self, atIndex: column)
        guard let id = ID(rawValue: text) else { throw damaged("\(text) is no identifier") }
        return id
    }

    private func user(_ row: GRDB.Row, _ column: Int) throws -> ServiceUser? {
        guard let text = try row.decode(String?.self, atIndex: column) else { return nil }
        guard let user = (try? JSONValue(parsing: text)).flatMap(ObjectCodec.user) else {
            throw damaged("\(text) is no user")
        }
        return user
    }

    private func damaged(_ detail: String) -> StateFileError {
        StateFileError(.damaged, path: path, detail: detail)
    }
}
