import FoundationEssentials
import GRDB
import Locking
package import TableModel

import class GRDB.Row
package import struct TableModel.Record

/// A local mirror of what we manage of a remote table: one SQLite file, which may be thrown away.
///
/// A planner loads its fingerprints with ``entries(_:)`` and opens the cells of the records that differ with ``records(_:)``.
/// Reads and writes bring it up to date through ``change(_:)``, each a transaction: after a kill the file holds whole
/// transactions and claims no more than they brought. Processes may share a file; SQLite's lock lets one write at a
/// time.
package final class Snapshot: Sendable {
    package let identity: SnapshotIdentity
    package let path: String
    /// Nil once the snapshot is closed. Who uses the file holds the queue meanwhile, and the last who does so closes the file:
    /// SQLite would be asked through a null handle otherwise.
    private let queue: Guarded<DatabaseQueue?>
    private let cellsText: CellsText

    init(identity: SnapshotIdentity, path: String, queue: DatabaseQueue) {
        self.identity = identity
        self.path = path
        self.queue = Guarded(queue)
        cellsText = CellsText(identity.managed)
    }

    /// How much of the table is here, and since when.
    package func state() throws -> SnapshotState {
        try reading { database in
            let row = try Row.fetchOne(database, sql: "SELECT * FROM snapshot")
            guard let row else { throw SnapshotError(.damaged, path: path, detail: "its description is missing") }
            let date = { (name: String) in (row[name] as Double?).map(Date.init(timeIntervalSince1970:)) }
            let dropped: Int = row["own_writes_uncounted"]
            return SnapshotState(
                completeRead: date("read_at").map { .init(began: date("complete_since"), readAt: $0) },
                seenUntil: date("seen_until"), lastRunEnd: date("last_run_end"),
                probedUntil: date("probed_until"), openSince: date("open_since"),
                recordCount: row["record_count"],
                ownWrites: dropped > 0 ? .many(count: dropped) : .few(try Self.ownWrites(database)))
        }
    }

    /// Gives `body` all records in the order of their numbers, without their cells.
    ///
    /// `body` must not use the snapshot.
    package func entries(_ body: (SnapshotEntry) throws -> Void) throws {
        try reading { database in
            let statement = try database.cachedStatement(sql: SnapshotSchema.entries)
            let rows = try Row.fetchCursor(statement)
            // Columns are read from the statement itself: a row would check and look up each, which takes longer than reading it.
            let columns = statement.sqliteStatement
            while try rows.next() != nil {
                guard let seen = PackedFingerprints(columns, column: 2) else { continue }
                let pushed = PackedFingerprints(columns, column: 3)
                try body(
                    SnapshotEntry(
                        rowID: Int64(sqliteStatement: columns, index: 0), key: seen.second, cells: seen.first,
                        source: pushed?.first, isSettled: pushed?.second == seen.first,
                        isTracked: Int64(sqliteStatement: columns, index: 1) != 0))
            }
        }
    }

    /// The records of these numbers, with their managed cells as the service answered them. Numbers that no record has are
    /// left out.
    package func records(_ rowIDs: [Int64]) throws -> [Int64: Record] {
        try reading { database in
            let statement = try database.cachedStatement(sql: SnapshotSchema.record)
            var records: [Int64: Record] = [:]
            for rowID in rowIDs {
                guard let row = try Row.fetchOne(statement, arguments: [rowID]) else { continue }
                guard let record = Self.record(row) else {
                    throw SnapshotError(.damaged, path: path, detail: "cells are unreadable")
                }
                records[rowID] = record
            }
            return records
        }
    }

    /// The ids of the records of these numbers; numbers that no record has are left out.
    package func recordIDs(_ rowIDs: [Int64]) throws -> [Int64: RecordID] {
        try reading { database in
            let statement = try database.cachedStatement(sql: "SELECT record FROM entry WHERE id = ?")
            var ids: [Int64: RecordID] = [:]
            for rowID in rowIDs {
                ids[rowID] = try String.fetchOne(statement, arguments: [rowID]).map { RecordID(unchecked: $0) }
            }
            return ids
        }
    }

    /// What the fingerprints of rows are made with that are remembered here; see ``RawFingerprints``.
    package func secret() throws -> [UInt8] {
        try reading { database in
            guard let secret = try Data.fetchOne(database, sql: "SELECT secret FROM snapshot") else {
                throw SnapshotError(.damaged, path: path, detail: "its secret is missing")
            }
            return [UInt8](secret)
        }
    }

    /// How many records are here.
    package func recordCount() throws -> Int { try state().recordCount }

    /// Whether a complete read stands behind what is here.
    package func isComplete() throws -> Bool { try state().isComplete }

    /// Changes the snapshot: all that `body` does or, if it throws, nothing.
    ///
    /// `body` must not use the snapshot but through its argument.
    package func change<Result>(_ body: (borrowing SnapshotChange) throws -> Result) throws -> Result {
        let queue = try open()
        do {
            return try queue.write { database in
                try database.execute(sql: SnapshotSchema.cacheForWriting)
                defer { try? database.execute(sql: SnapshotSchema.cacheForReading) }
                let change = try SnapshotChange(database, identity, cellsText)
                return try body(change)
            }
        } catch let error as DatabaseError {
            throw SnapshotError(error, code: .cannotWrite, path: path)
        }
    }

    /// Notes that a run is about to write, so that its writes are looked for as long as nobody knows all of them.
    ///
    /// That is on the disk before the run sends anything: after a power cut, too, the snapshot knows that it may have missed some.
    ///
    /// - Parameter now: Our clock at that moment. Who calls has the table's lock, so that every earlier run has ended or is dead.
    /// - Returns: Whether ``SnapshotChange/closeRun()`` is for this run to call: not if an earlier one is open that no read has
    ///   looked back to since all that it sent must be carried out. ``SnapshotChange/leaveRun(at:knowingAll:)`` is then.
    func openRun(at now: Date) throws -> Bool {
        try synchronize("FULL")
        defer { try? synchronize("NORMAL") }
        return try change { try $0.openRun(at: now) }
    }

    /// How many outcomes of the run of that name, in the order in which its journal has them, are taken in.
    func outcomesTold(of name: String) throws -> Int {
        try reading { try Int.fetchOne($0, sql: SnapshotSchema.told, arguments: [name]) ?? 0 }
    }

    /// Lets go of the file, once those who are using it have ended. Whoever uses the snapshot afterwards gets an error.
    package func close() { queue.withLock { $0 = nil } }

    private func open() throws(SnapshotError) -> DatabaseQueue {
        guard let queue = queue.withLock({ $0 }) else { throw SnapshotError(.closed, path: path) }
        return queue
    }

    private func synchronize(_ level: String) throws {
        let queue = try open()
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(level)") }
        } catch let error as DatabaseError {
            throw SnapshotError(error, code: .cannotWrite, path: path)
        }
    }

    private func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let queue = try open()
        do {
            return try queue.read(body)
        } catch let error as DatabaseError {
            throw SnapshotError(error, code: .cannotRead, path: path)
        }
    }

    private static func ownWrites(_ database: Database) throws -> [OwnWrite] {
        var writes: [OwnWrite] = []
        let rows = try Row.fetchCursor(
            database, sql: "SELECT record, answered_at FROM own_write ORDER BY answered_at, record")
        while let row = try rows.next() {
            let (id, until) = (RecordID(unchecked: row[0]), Date(timeIntervalSince1970: row[1]))
            if writes.last?.until == until {
                writes[writes.count - 1].ids.append(id)
            } else {
                writes.append(OwnWrite(ids: [id], until: until))
            }
        }
        return writes
    }

    private static func record(_ row: Row) -> Record? {
        CellsText.cells(of: row[2]).map { cells in
            Record(id: RecordID(unchecked: row[0]), createdTime: Date(timeIntervalSince1970: row[1]), fields: cells)
        }
    }
}

extension SnapshotError {
    /// `code` is what it is if the error does not say better. SQLite's message names no values.
    init(_ error: DatabaseError, code: Code, path: String) {
        switch error.resultCode {
        case _ where error.isOfFullDisk: self.init(.diskFull, path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.inUse, path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.damaged, path: path, detail: error.message)
        default: self.init(code, path: path, detail: error.message)
        }
    }
}
