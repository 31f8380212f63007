package import FoundationEssentials
import GRDB
package import TableModel

import class GRDB.Row
package import struct TableModel.Record

/// One change of a snapshot: what a read or a write has told, all of it or nothing. See ``Snapshot/change(_:)``.
package struct SnapshotChange: ~Copyable {
    let database: Database
    let identity: SnapshotIdentity
    private let cellsText: CellsText
    private let statements: Statements

    init(_ database: Database, _ identity: SnapshotIdentity, _ cellsText: CellsText) throws {
        self.database = database
        self.identity = identity
        self.cellsText = cellsText
        statements = try Statements(database)
    }

    /// Those that are run for each record, prepared once.
    private struct Statements {
        let find, isGone, insertSeen, mark, updateSeen, putCells: Statement

        init(_ database: Database) throws {
            find = try database.cachedStatement(sql: SnapshotSchema.find)
            isGone = try database.cachedStatement(sql: SnapshotSchema.isGone)
            insertSeen = try database.cachedStatement(sql: SnapshotSchema.insertSeen)
            mark = try database.cachedStatement(sql: SnapshotSchema.mark)
            updateSeen = try database.cachedStatement(sql: SnapshotSchema.updateSeen)
            putCells = try database.cachedStatement(sql: SnapshotSchema.putCells)
        }
    }

    /// What a record was to the snapshot when it was seen.
    package enum Sighting: Sendable, Hashable {
        /// It was not in the snapshot.
        case new
        /// Its cells were others.
        case changed
        case same
    }

    /// Takes in a record that was read; which source row was pushed to it, and what was answered, stays known.
    ///
    /// - Parameter generation: The number of the read. What a run of ours has written or deleted since the read began is newer than
    ///   the page may be, and stays as it is.
    @discardableResult
    package func see(_ record: Record, in generation: Int64 = .max) throws -> Sighting {
        let form = form(record)
        let known = try find(record.id)
        if let written = known?.written, written >= generation { return .same }
        guard let known else {
            let isGone = try Int.fetchOne(statements.isGone, arguments: [record.id.rawValue, generation]) != nil
            guard !isGone else { return .same }
            try statements.insertSeen.execute(arguments: [record.id.rawValue, form.bytes])
            try putCells(record, rowID: database.lastInsertedRowID)
            return .new
        }
        guard known.cells != form.first else {
            try statements.mark.execute(arguments: [known.rowID])
            // What is kept beside the managed cells is in no fingerprint.
            if !identity.managed.alsoRead.isEmpty { try putCells(record, rowID: known.rowID) }
            return .same
        }
        try statements.updateSeen.execute(arguments: [form.bytes, known.rowID])
        try putCells(record, rowID: known.rowID)
        return known.cells == nil ? .new : .changed
    }

    /// Takes in the answer to a write of ours.
    ///
    /// - Parameters:
    ///   - record: The record as the service answered it, with all of its cells.
    ///   - source: The raw fingerprint of the row that was pushed to it; nil if the record is not equal to its row now, since
    ///     some of it was not to be written.
    ///   - serverTime: The service's clock at the answer, if it tells one.
    package func wrote(_ record: Record, source: Fingerprint?, at serverTime: Date?) throws {
        let form = form(record)
        let pushed = source.map { PackedFingerprints($0, form.first).bytes }
        if let known = try find(record.id) {
            try run(SnapshotSchema.updateWritten, [form.bytes, pushed, known.rowID])
            try putCells(record, rowID: known.rowID)
        } else {
            try run(SnapshotSchema.insertWritten, [form.bytes, pushed, record.id.rawValue])
            try putCells(record, rowID: database.lastInsertedRowID)
        }
        try noteOwnWrite(record.id, at: serverTime)
    }

    /// Takes in the answer to a delete of ours.
    package func deleted(_ id: RecordID, at serverTime: Date?) throws {
        try forget(id)
        try noteRunEnd(serverTime)
    }

    /// Drops a record that does not exist any more.
    package func forget(_ id: RecordID) throws {
        for sql in SnapshotSchema.forget { try run(sql, [id.rawValue]) }
    }

    /// Notes that a source row was found equal to a record by its cells, so that it need not be compared again.
    ///
    /// Nothing happens if the record's cells are not `seen` any more; gives whether they were.
    @discardableResult
    package func adopt(_ rowID: Int64, source: Fingerprint, seen: Fingerprint) throws -> Bool {
        try run(
            SnapshotSchema.adopt,
            [PackedFingerprints(source, seen).bytes, rowID, PackedFingerprints(seen, nil).bytes])
        return database.changesCount == 1
    }

    /// Notes that this tool wrote these records, of which nothing else is known.
    func remember(_ ids: [String]) throws {
        for id in ids { try run(SnapshotSchema.remember, [id]) }
    }

    // MARK: - Rows

    /// What is kept of a record for comparing: its cells, and its key if it has one.
    private func form(_ record: Record) -> PackedFingerprints {
        let managed = identity.managed
        return PackedFingerprints(
            managed.rowFingerprint(of: record.fields), managed.storedKeyFingerprint(of: record.fields))
    }

    private func find(_ id: RecordID) throws -> (rowID: Int64, cells: Fingerprint?, written: Int64?)? {
        try Row.fetchOne(statements.find, arguments: [id.rawValue])
            .map { ($0[0], PackedFingerprints($0[1] as Data?)?.first, $0[2]) }
    }

    private func putCells(_ record: Record, rowID: Int64) throws {
        try statements.putCells.execute(arguments: [
            rowID, record.createdTime.timeIntervalSince1970, cellsText.text(of: record.fields),
        ])
    }

    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
