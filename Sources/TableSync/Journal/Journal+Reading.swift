import FoundationEssentials
import GRDB
import JSONText

import enum TableModel.FieldValue
import struct TableModel.Fields
import struct TableModel.Record
import struct TableModel.RecordID

extension Journal {
    /// The runs, the newest first.
    ///
    /// - Throws: ``JournalError``.
    public func runs() throws -> [JournalledRun] {
        try reading(runs)
    }

    /// The run of that name.
    ///
    /// - Throws: ``JournalError``; its code is `unknownRun` if there is none.
    public func run(_ id: RunID) throws -> JournalledRun {
        try reading { database in
            guard let row = try GRDB.Row.fetchOne(database, sql: JournalSchema.run, arguments: [id.rawValue]) else {
                throw JournalError(.unknownRun, path: path, detail: id.rawValue)
            }
            return try run(row, database)
        }
    }

    /// The runs that undo `id`, the newest first.
    ///
    /// - Throws: ``JournalError``.
    public func undos(of id: RunID) throws -> [JournalledRun] {
        try reading { database in
            try GRDB.Row.fetchAll(database, sql: JournalSchema.undoingRuns, arguments: [id.rawValue])
                .map { try run($0, database) }
        }
    }

    /// The newest run that undoes `id`; nil if there is none.
    func undoing(_ id: RunID) throws -> JournalledRun? { try undos(of: id).first }

    /// What the last work on an undo left as it is.
    ///
    /// - Throws: ``JournalError``.
    public func conflicts(of undo: JournalledRun) throws -> [UndoConflict] {
        guard undo.description.undoes != nil else { return [] }
        return try leftOut(of: undo).compactMap { if case .conflict(let conflict) = $0 { conflict } else { nil } }
    }

    /// What the last work on a run left as it is.
    func leftOut(of run: JournalledRun) throws -> [LeftOut] {
        try reading { database in
            try GRDB.Row.fetchAll(database, sql: JournalSchema.leftOut, arguments: [run.number]).map { row in
                try understood { () throws(PlanTextProblem) in
                    try LeftOut(at: row[0], json: Self.parsed(row[1]))
                }
            }
        }
    }

    /// Gives `body` the events of a run from the first to the last, one at a time. `body` must not use the journal.
    ///
    /// - Throws: ``JournalError``, and what `body` throws.
    public func events(of run: JournalledRun, _ body: (JournalledEvent) throws -> Void) throws {
        try reading { database in
            let rows = try GRDB.Row.fetchCursor(database, sql: JournalSchema.events, arguments: [run.number])
            while let row = try rows.next() { try body(event(row)) }
        }
    }

    /// The events of these numbers.
    func events(_ numbers: Set<Int64>) throws -> [Int64: RunEvent] {
        try reading { database in
            let statement = try database.cachedStatement(sql: JournalSchema.event)
            var events: [Int64: RunEvent] = [:]
            for number in numbers {
                events[number] = try GRDB.Row.fetchOne(statement, arguments: [number]).map { try event($0).event }
            }
            return events
        }
    }

    /// How many steps of a plan a run has.
    func stepCount(of run: JournalledRun) throws -> Int {
        try reading { try Int.fetchOne($0, sql: JournalSchema.stepCount, arguments: [run.number]) ?? 0 }
    }

    /// The steps of a run at these places; places without one are left out.
    func steps(of run: JournalledRun, at positions: some Sequence<Int>) throws -> [Int: PlanOperation] {
        try reading { database in
            let statement = try database.cachedStatement(sql: JournalSchema.step)
            var steps: [Int: PlanOperation] = [:]
            for position in positions {
                guard let text = try String.fetchOne(statement, arguments: [run.number, position]) else { continue }
                steps[position] = try understood { () throws(PlanTextProblem) in
                    try PlanOperation(json: Self.parsed(text))
                }
            }
            return steps
        }
    }

    /// The records as they were before the run wrote them, as far as it read them.
    func preImages(of run: JournalledRun, _ ids: some Sequence<RecordID>) throws -> [RecordID: TableModel.Record] {
        try reading { database in
            let statement = try database.cachedStatement(sql: JournalSchema.preImage)
            var records: [RecordID: TableModel.Record] = [:]
            for id in ids {
                guard let row = try GRDB.Row.fetchOne(statement, arguments: [run.number, id.rawValue]) else { continue }
                let cells = try understood { () throws(PlanTextProblem) in
                    guard let object = try Self.parsed(row[1]).objectValue else {
                        throw PlanTextProblem("a pre-image is no object")
                    }
                    return Fields(uniqueNames: object.names, values: object.values.map { FieldValue($0) })
                }
                records[id] = TableModel.Record(
                    id: id, createdTime: Date(timeIntervalSince1970: row[0]), fields: cells)
            }
            return records
        }
    }

    // MARK: Inside

    /// The runs, the newest first.
    func runs(_ database: Database) throws -> [JournalledRun] {
        try GRDB.Row.fetchAll(database, sql: JournalSchema.runs).map { try run($0, database) }
    }

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try queue.read(body)
        } catch let error as DatabaseError {
            throw JournalError(error, code: .cannotRead, path: path)
        }
    }

    private func run(_ row: GRDB.Row, _ database: Database) throws -> JournalledRun {
        let description = try understood { () throws(PlanTextProblem) in
            try RunDescription(json: Self.parsed(row["description"]))
        }
        guard let id = RunID(rawValue: row["id"]) else { throw damaged("a run has no name") }
        var run = JournalledRun(
            id: id, description: description, begun: Date(timeIntervalSince1970: row["begun"]), number: row["number"])
        run.isOpen = row["is_open"]
        let endings = try database.cachedStatement(sql: JournalSchema.endings)
        run.endings = try GRDB.Row.fetchAll(endings, arguments: [run.number]).map { row in
            RunEnding(
                RunEnding.Kind(rawValue: row["kind"]), of: RunEnding.Stage(rawValue: row["stage"]),
                at: Date(timeIntervalSince1970: row["at"]), sentence: row["sentence"])
        }
        return run
    }

    private func event(_ row: GRDB.Row) throws -> JournalledEvent {
        let event = try understood { () throws(PlanTextProblem) in try RunEvent(json: Self.parsed(row[2])) }
        return JournalledEvent(number: row[0], date: Date(timeIntervalSince1970: row[1]), event: event)
    }

    private static func parsed(_ text: String) throws(PlanTextProblem) -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw PlanTextProblem("\(error.message)")
        }
    }

    private func understood<Value>(_ read: () throws(PlanTextProblem) -> Value) throws(JournalError) -> Value {
        do {
            return try read()
        } catch {
            throw damaged(error.message)
        }
    }

    private func damaged(_ detail: String) -> JournalError { JournalError(.damagedInUse, path: path, detail: detail) }
}
