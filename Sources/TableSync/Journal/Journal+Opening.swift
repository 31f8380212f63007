import GRDB

extension Journal {
    /// Where the journal of a base lies under the state folder: readable names, and a hash that tells apart what they do not.
    static func relativePath(of target: PlanTarget) -> String {
        "journals/\(plain(target.service))/\(plain(target.base))-\(hash(target.service, target.base)).sqlite"
    }

    /// A name that every file system takes.
    static func plain(_ text: String) -> String {
        let name = text.utf8.prefix(100).map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                Character(UnicodeScalar(byte))
            case UInt8(ascii: ".") where text.utf8.contains { $0 != UInt8(ascii: ".") }: "."
            default: "-"
            }
        }
        return String(name)
    }

    /// Eight digits that tell texts apart, also where case does not count.
    static func hash(_ texts: String...) -> String {
        String(Fingerprint(of: Array(texts.joined(separator: "\u{0}").utf8)).hex.prefix(8))
    }

    static func open(_ path: String, _ patience: Duration) throws(JournalError) -> DatabaseQueue {
        let file = PrivateFile(path: path)
        return try telling(of: file) {
            if !file.exists { try make(file, patience) }
            try file.protect()
            try requireContent(file)
            let queue = try DatabaseQueue(path: path, configuration: configuration(patience))
            try queue.write { database in
                if try version(database, path: path) < JournalSchema.version { try JournalUpgrade.run(database) }
            }
            try queue.writeWithoutTransaction(switchToLog)
            return queue
        }
    }

    /// Makes the file with its tables already in it, so that one without content is known for what a crash has left.
    private static func make(_ file: PrivateFile, _ patience: Duration) throws {
        for suffix in ["-wal", "-journal"] {
            let log = PrivateFile(path: file.path + suffix)
            // One that another process has just made has a log, too.
            guard !log.hasContent || file.exists else { throw JournalError(.gone, path: file.path, detail: log.path) }
        }
        let draft = PrivateFile(path: "\(file.path).\(UInt64.random(in: 0...UInt64.max)).new")
        defer { try? draft.remove() }
        try draft.prepare()
        let queue = try DatabaseQueue(path: draft.path, configuration: configuration(patience))
        try queue.write { database in
            try database.execute(sql: "PRAGMA application_id = \(JournalSchema.applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(JournalSchema.version)")
            try database.execute(sql: JournalSchema.tables + JournalSchema.tablesOfEndings)
        }
        try queue.close()
        try draft.link(as: file)
    }

    private static func requireContent(_ file: PrivateFile) throws(JournalError) {
        guard file.hasContent else { throw JournalError(.empty, path: file.path) }
    }

    /// Opens a file where nothing may be written; what is in it is not changed meanwhile unless there is a log beside it.
    static func openFixed(_ path: String, _ patience: Duration) throws(JournalError) -> DatabaseQueue {
        let file = PrivateFile(path: path)
        let hasLog = PrivateFile(path: path + "-wal").hasContent
        do {
            if file.exists { try requireContent(file) }
            var reading = configuration(patience)
            reading.readonly = true
            // Without a log SQLite would make one in order to read (SQLite, "Write-Ahead Logging", section 5).
            let queue = try DatabaseQueue(path: hasLog ? path : immutable(path), configuration: reading)
            guard try queue.read({ try version($0, path: path) }) < JournalSchema.version else { return queue }
            let copy = try DatabaseQueue(configuration: configuration(patience))
            try queue.backup(to: copy)
            try copy.write(JournalUpgrade.run)
            return copy
        } catch let error as JournalError {
            throw error
        } catch let error as DatabaseError {
            guard hasLog, error.resultCode == .SQLITE_CANTOPEN else {
                throw JournalError(error, code: .cannotOpen, path: path)
            }
            throw JournalError(.cannotMerge, path: path)
        } catch {
            throw JournalError(.cannotOpen, path: path, detail: "\(error)")
        }
    }

    /// The address of a file that nobody changes.
    private static func immutable(_ path: String) -> String {
        "file:\(path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23"))?immutable=1"
    }

    private static func configuration(_ patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.label = "TableSync.Journal"
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return configuration
    }

    /// Gives the errors of `body` the words of journals.
    private static func telling<Result>(of file: PrivateFile, _ body: () throws -> Result) throws(JournalError)
        -> Result
    {
        do {
            return try body()
        } catch let error as JournalError {
            throw error
        } catch PrivateFile.Problem.foreign {
            throw JournalError(.foreign, path: file.path)
        } catch PrivateFile.Problem.system(let words) {
            throw JournalError(.cannotOpen, path: file.path, detail: words)
        } catch let error as DatabaseError {
            throw JournalError(error, code: .cannotOpen, path: file.path)
        } catch {
            throw JournalError(.cannotOpen, path: file.path, detail: "\(error)")
        }
    }

    /// The version of a file, which is none that is later than ours.
    private static func version(_ database: Database, path: String) throws -> Int32 {
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == JournalSchema.applicationID else {
            throw JournalError(.foreign, path: path)
        }
        let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version <= JournalSchema.version else { throw JournalError(.newer, path: path) }
        return version
    }

    /// Has changes go to a log beside the file, so that readers need not wait for a writer. Nobody else may have the file open at
    /// that moment; if somebody has, that one switches it.
    private static func switchToLog(_ database: Database) throws {
        do {
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        }
    }
}

extension JournalError {
    /// `code` is what it is if the error does not say better; `cannotOpen` says that nothing has been done with the file yet. SQLite's
    /// message names no values.
    init(_ error: DatabaseError, code: Code, path: String) {
        switch error.resultCode {
        case _ where error.isOfFullDisk: self.init(.diskFull, path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.inUse, path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(code == .cannotOpen ? .damaged : .damagedInUse, path: path, detail: error.message)
        default: self.init(code, path: path, detail: error.message)
        }
    }
}
