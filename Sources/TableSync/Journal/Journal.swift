import FoundationEssentials
import GRDB
import JSONText
public import RateLimiting

/// What runs on a base were about to do, did, and left open: one SQLite file for each base.
///
/// A run writes each request down before it leaves and what became of it as soon as that is known, through its ``RunLog``:
///
///     let journal = try Journal(in: stateFolder, for: target)
///     let run = try journal.begin(RunDescription("import", target: target, strategy: "stop"))
///     options.log = journal.log(of: run)
///
/// What a request is about to do is on the disk before it leaves, so that neither a kill nor a power cut hides it; what became of
/// it survives a kill at once, and a power cut from the next request on. What a power cut takes is looked up in the table when
/// the run is resumed. Processes may share a journal; it holds people's data and is readable by its owner alone.
public final class Journal: Sendable {
    /// The journal's file.
    public let path: String
    /// The folder in which it lies, with snapshots, locks and the like.
    public let stateFolder: String
    let queue: DatabaseQueue
    private let mayWrite: Bool
    let time: any TimeSource
    private let commit: GroupCommit<JournalEntry>

    /// Opens the journal of a base, and makes it if it is not there.
    ///
    /// - Parameters:
    ///   - stateFolder: The user's state folder.
    ///   - target: Any table of the base.
    ///   - time: The clock that runs and events are dated by.
    ///   - patience: How long to wait, then and later, while another process writes.
    /// - Throws: If the file cannot be opened, is damaged, or is none of ours. It is never emptied.
    public convenience init(
        in stateFolder: String, for target: PlanTarget, time: any TimeSource = SystemTime(),
        patience: Duration = .seconds(20)
    ) throws(JournalError) {
        try self.init(
            at: stateFolder + "/" + Self.relativePath(of: target), in: stateFolder, time: time, patience: patience)
    }

    /// Opens the journal at a path, such as one of ``files(in:)``; as for a target otherwise.
    public convenience init(
        at path: String, in stateFolder: String, time: any TimeSource = SystemTime(),
        patience: Duration = .seconds(20)
    ) throws(JournalError) {
        self.init(try Self.open(path, patience), at: path, in: stateFolder, time: time)
    }

    /// Opens the journal at a path to be looked at: also where nothing may be written, as on a disk that is mounted so. Nothing is made
    /// there, and no run can be begun, ended or gone on with.
    ///
    /// - Throws: If the file cannot be read where it is, is damaged, or is none of ours.
    public convenience init(
        reading path: String, in stateFolder: String, time: any TimeSource = SystemTime(),
        patience: Duration = .seconds(20)
    ) throws(JournalError) {
        let mayWrite = PrivateFile(path: path).mayBeWritten
        let queue = mayWrite ? try Self.open(path, patience) : try Self.openFixed(path, patience)
        self.init(queue, mayWrite: mayWrite, at: path, in: stateFolder, time: time)
    }

    private init(
        _ queue: DatabaseQueue, mayWrite: Bool = true, at path: String, in stateFolder: String, time: any TimeSource
    ) {
        self.path = path
        self.mayWrite = mayWrite
        self.stateFolder = stateFolder
        self.queue = queue
        self.time = time
        commit = GroupCommit { entries in try Self.write(entries, to: queue, path: path) }
    }

    // MARK: Writing

    /// Begins a run without a plan.
    ///
    /// - Throws: ``JournalError``.
    public func begin(_ description: RunDescription) throws -> JournalledRun {
        try begin(description, steps: { nil })
    }

    /// Begins a run that carries out a plan, whose steps that write or delete are kept.
    ///
    /// - Throws: ``JournalError``, and `PlanFileError` if the plan cannot be read.
    func begin(_ description: RunDescription, carryingOut operations: PlanOperations) throws -> JournalledRun {
        var steps = operations.makeAsyncIterator()
        return try begin(description) {
            while let step = try steps.nextOperation() { if step.isWrite { return step } }
            return nil
        }
    }

    private func begin(
        _ description: RunDescription, steps: () throws -> PlanOperation?
    ) throws -> JournalledRun {
        let date = time.date
        var generator = SystemRandomNumberGenerator()
        let id = RunID(begun: date, using: &generator)
        return try writing { database in
            try database.execute(
                sql: JournalSchema.insertRun,
                arguments: [
                    id.rawValue, description.json.text, description.undoes?.rawValue, date.timeIntervalSince1970,
                ])
            let number = database.lastInsertedRowID
            let statement = try database.cachedStatement(sql: JournalSchema.insertStep)
            var text = PlanText()
            var position = 0
            while let step = try steps() {
                text.removeAll()
                step.write(to: &text)
                try statement.execute(arguments: [
                    number, position, String(decoding: text.bytes.dropLast(), as: UTF8.self),
                ])
                position += 1
            }
            return JournalledRun(id: id, description: description, begun: date, number: number)
        }
    }

    /// Where a run writes down what happens; `next` gets every event too, once it is written down.
    public func log(of run: JournalledRun, then next: (any RunLog)? = nil) -> some RunLog {
        JournalLog(run: run.number, time: time, next: next, write: { [commit] in try await commit($0) })
    }

    /// Notes how a run ended; earlier endings of it stay.
    ///
    /// - Throws: ``JournalError``.
    public func end(_ run: JournalledRun, _ ending: RunEnding) throws {
        try writing { try run.end(ending, $0) }
    }

    /// Notes how a run ended, and what was left as it is.
    func end(_ run: JournalledRun, _ ending: RunEnding, leaving leftOut: [LeftOut]) throws {
        try writing { try run.end(ending, leaving: leftOut, $0) }
    }

    /// Notes how an undo ended, what it left as it is, and how that makes the run that it undoes end: both or neither.
    func end(
        undo: JournalledRun, _ ending: RunEnding, leaving leftOut: [LeftOut], of run: JournalledRun,
        _ itsEnding: RunEnding
    ) throws {
        try writing { database in
            try undo.end(ending, leaving: leftOut, database)
            try run.end(itsEnding, database)
        }
    }

    /// Notes what is left of some operations of a run that goes on, in place of what was noted of these before.
    func note(_ leftOut: [LeftOut], of run: JournalledRun) throws {
        try writing { database in
            let statement = try database.cachedStatement(sql: JournalSchema.deleteLeftOutOfOperation)
            for operation in Set(leftOut.map(\.operation)) {
                try statement.execute(arguments: [run.number, operation])
            }
            try run.leave(leftOut, database)
        }
    }

    /// Notes how many rows a run without a plan has, whose input has ended.
    func note(rowCount: Int, of run: JournalledRun) throws {
        var description = run.description
        description.rowCount = rowCount
        try writing { try $0.execute(sql: JournalSchema.describeRun, arguments: [description.json.text, run.number]) }
    }

    /// Notes that nothing can be under way any more that a run has sent up to an event.
    func note(quietEvent event: Int64, of run: JournalledRun) throws {
        var description = run.description
        description.quietEvent = event
        try writing { try $0.execute(sql: JournalSchema.describeRun, arguments: [description.json.text, run.number]) }
    }

    /// Notes that a run that had ended goes on.
    func reopen(_ run: JournalledRun) throws {
        try writing { try $0.execute(sql: JournalSchema.reopenRun, arguments: [run.number]) }
    }

    /// Does all of `body` or, if it throws, nothing, and returns when it is on the disk.
    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        guard mayWrite else { throw JournalError(.readOnly, path: path) }
        do {
            return try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                return try database.inTransaction(.immediate, body)
            }
        } catch let error as DatabaseError {
            throw JournalError(error, code: .cannotWrite, path: path)
        }
    }

    private static func write(_ entries: [JournalEntry], to queue: DatabaseQueue, path: String) throws {
        do {
            try queue.writeWithoutTransaction { database in
                let mustLast = entries.contains(where: \.mustLast)
                try database.execute(sql: "PRAGMA synchronous = \(mustLast ? "FULL" : "NORMAL")")
                try database.inTransaction(.immediate) { database in
                    for entry in entries { try entry.write(to: database) }
                }
            }
        } catch let error as DatabaseError {
            throw JournalError(error, code: .cannotWrite, path: path)
        }
    }
}

extension JournalledRun {
    fileprivate func end(_ ending: RunEnding, _ database: Database) throws {
        try database.execute(
            sql: JournalSchema.insertEnding,
            arguments: [
                number, ending.stage.rawValue, ending.kind.rawValue, ending.date.timeIntervalSince1970, ending.sentence,
            ])
        try database.execute(sql: JournalSchema.closeRun, arguments: [number])
    }

    fileprivate func end(_ ending: RunEnding, leaving leftOut: [LeftOut], _ database: Database) throws {
        try end(ending, database)
        try database.execute(sql: JournalSchema.deleteLeftOut, arguments: [number])
        try leave(leftOut, database)
    }

    fileprivate func leave(_ leftOut: [LeftOut], _ database: Database) throws {
        let statement = try database.cachedStatement(sql: JournalSchema.insertLeftOut)
        for left in leftOut { try statement.execute(arguments: [number, left.operation, left.json.text]) }
    }
}

extension PlanOperation {
    /// Whether the step writes or deletes, so that a journal keeps it.
    var isWrite: Bool {
        switch self {
        case .create, .update, .archive, .delete: true
        case .unchanged, .skipped, .invalid, .adopt: false
        }
    }
}

extension Database {
    /// Does all of `body` or, if it throws, nothing.
    fileprivate func inTransaction<Result>(
        _ kind: TransactionKind, _ body: (Database) throws -> Result
    ) throws -> Result {
        var result: Result?
        try inTransaction(kind) {
            result = try body(self)
            return .commit
        }
        guard let result else { preconditionFailure("A transaction that was committed has run its body.") }
        return result
    }
}
