import GRDB

extension Snapshot {
    /// Opens the snapshot of `identity` in the state folder, and makes it if it is not there.
    ///
    /// A file that was made for something else, and a damaged one, are emptied; `rebuilt` then says why, as a sentence for the
    /// user. Which records this tool wrote is remembered as long as the file is of the same table, and a new file learns it from
    /// those of other sources of the table.
    ///
    /// - Parameter patience: How long to wait, then and later, while another process writes. By default 20 s: a page of a
    ///   read takes milliseconds, the end of a full read of half a million records some seconds.
    /// - Throws: ``SnapshotError`` if the file cannot be opened, or is none that may be thrown away.
    package static func open(
        in folder: String, for identity: SnapshotIdentity, patience: Duration = .seconds(20)
    ) throws(SnapshotError) -> (snapshot: Snapshot, rebuilt: String?) {
        let configuration = configuration(patience)
        let place = PrivateFile(path: folder + "/" + identity.relativePath)
        let isNew = !place.exists
        do {
            let opened = try open(place, for: identity, configuration)
            if isNew { try? opened.snapshot.inheritMemories(in: folder) }
            return opened
        } catch  where error.code == .damaged {
            do { try place.remove() } catch { throw SnapshotError(error, at: place) }
            let (snapshot, _) = try open(place, for: identity, configuration)
            return (snapshot, "The snapshot of the table was damaged, so it is made anew.")
        }
    }

    private static func open(
        _ place: PrivateFile, for identity: SnapshotIdentity, _ configuration: Configuration
    ) throws(SnapshotError) -> (snapshot: Snapshot, rebuilt: String?) {
        do { try place.prepare() } catch { throw SnapshotError(error, at: place) }
        do {
            let queue = try DatabaseQueue(path: place.path, configuration: configuration)
            let difference = try queue.write { try begin($0, identity, path: place.path) }
            try queue.writeWithoutTransaction(switchToLog)
            return (Snapshot(identity: identity, path: place.path, queue: queue), difference?.sentence)
        } catch let error as SnapshotError {
            throw error
        } catch let error as DatabaseError {
            throw SnapshotError(error, code: .cannotOpen, path: place.path)
        } catch {
            throw SnapshotError(.cannotOpen, path: place.path, detail: "\(error)")
        }
    }

    private static func configuration(_ patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.label = "TableSync.Snapshot"
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.prepareDatabase { database in
            // A power cut may cost the last transactions, never the file; what was lost is read again.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            try database.execute(sql: SnapshotSchema.cacheForReading)
        }
        return configuration
    }

    /// Has changes go to a log beside the file, so that readers need not wait for a writer.
    ///
    /// It comes after the file is known to be ours, since it changes it. Nobody else may have the file open at that moment;
    /// if somebody has, that one switches it.
    private static func switchToLog(_ database: Database) throws {
        do {
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        }
    }

    /// Makes the tables, or finds out whether what is there can be used, and empties it if not.
    private static func begin(
        _ database: Database, _ identity: SnapshotIdentity, path: String
    ) throws -> SnapshotIdentity.Difference? {
        guard try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_schema") != 0 else {
            try database.execute(sql: "PRAGMA application_id = \(SnapshotSchema.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(SnapshotSchema.version)")
            try database.execute(sql: SnapshotSchema.tables + SnapshotSchema.entryTable + SnapshotSchema.counting)
            try describe(database, identity)
            return nil
        }
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == SnapshotSchema.applicationID else {
            throw SnapshotError(.foreign, path: path)
        }
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= SnapshotSchema.version else { throw SnapshotError(.newer, path: path) }
        if version < SnapshotSchema.version { try SnapshotUpgrade.run(database, from: version) }
        guard let text = try String.fetchOne(database, sql: "SELECT identity FROM snapshot") else {
            throw SnapshotError(.damaged, path: path)
        }
        guard let difference = identity.difference(to: text) else { return nil }
        try database.execute(sql: SnapshotSchema.empty)
        if !difference.isOfSameTable { try database.execute(sql: "DELETE FROM entry") }
        try describe(database, identity)
        return difference
    }

    private static func describe(_ database: Database, _ identity: SnapshotIdentity) throws {
        try database.execute(
            sql:
                "INSERT INTO snapshot (one, identity) VALUES (1, ?) ON CONFLICT DO UPDATE SET identity = excluded.identity",
            arguments: [identity.text])
    }
}

extension SnapshotIdentity.Difference {
    /// Whether the records are those of the same table, so that it still holds which of them we wrote.
    var isOfSameTable: Bool {
        switch self {
        case .unreadable, .place: false
        case .mapping, .rules, .fields: true
        }
    }

    /// Why a snapshot was made anew.
    var sentence: String {
        switch self {
        case .unreadable: "The snapshot did not say what it is of, so it is made anew."
        case .place(let other): "The snapshot was of another table (\(other)), so it is made anew."
        case .mapping: "The snapshot was of other fields, another key or another scope, so it is made anew."
        case .rules:
            "The snapshot was made by another version of TableSync that compares cells otherwise, so it is made anew."
        case .fields(let names):
            names.count == 1
                ? "The field \"\(names[0])\" was changed after the snapshot was made, so it is made anew."
                : "The fields \(names.map { "\"\($0)\"" }.joined(separator: ", ")) were changed after the snapshot was made, "
                    + "so it is made anew."
        }
    }
}

extension SnapshotError {
    fileprivate init(_ problem: PrivateFile.Problem, at place: PrivateFile) {
        switch problem {
        case .foreign: self.init(.foreign, path: place.path)
        case .system(let words): self.init(.cannotOpen, path: place.path, detail: words)
        }
    }
}
