import GRDB

extension Journal {
    /// What ``prune(keeping:bytes:)`` did.
    public struct Pruning: Sendable, Hashable {
        /// The runs that were removed, the oldest first.
        public var removed: [RunID] = []
        /// Runs that were older than what is kept and stay nevertheless, since they were not finished: they can be resumed, and
        /// nobody else remembers what they left open.
        public var spared: [RunID] = []
        /// The size of the journal afterwards, in bytes.
        public var bytes = 0
    }

    /// Removes old runs; what is removed can be neither resumed nor undone any more.
    ///
    /// - Parameters:
    ///   - count: How many of the newest runs are kept.
    ///   - bytes: The size that the journal is to have at most; nil for any.
    /// - Throws: ``JournalError``.
    public func prune(keeping count: Int, bytes limit: Int? = nil) throws -> Pruning {
        var pruning = Pruning()
        let old = try runs().enumerated().reversed()
        var size = try writing(Self.usedBytes)
        for (place, run) in old {
            guard place >= count || limit.map({ size > $0 }) ?? false else { break }
            guard run.isFinished else {
                pruning.spared.append(run.id)
                continue
            }
            size = try writing { database in
                try database.execute(sql: "DELETE FROM run WHERE number = ?", arguments: [run.number])
                return try Self.usedBytes(database)
            }
            pruning.removed.append(run.id)
        }
        if !pruning.removed.isEmpty { try compact() }
        pruning.bytes = try writing(Self.usedBytes)
        return pruning
    }

    /// The pages in use, which is what the file has after it was compacted.
    private static func usedBytes(_ database: Database) throws -> Int {
        let pages = { (name: String) in try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
        return try (pages("page_count") - pages("freelist_count")) * pages("page_size")
    }

    private func compact() throws {
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        } catch let error as DatabaseError {
            throw JournalError(error, code: .cannotWrite, path: path)
        }
    }
}

extension JournalledRun {
    /// Whether nothing of the run is left to be resumed.
    public var isFinished: Bool {
        guard let ending else { return false }
        return ending.kind != .stopped
    }
}
