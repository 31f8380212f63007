package import FoundationEssentials
import GRDB
import JSONText
package import TableModel

import class GRDB.Row
package import struct TableModel.Record

/// One change of a snapshot: what a read or a write has told, all of it or nothing. See ``Snapshot/change(_:)``.
package struct SnapshotChange: ~Copyable {
    let database: Database
    let identity: SnapshotIdentity

    /// What a record was to the snapshot when it was seen.
    package enum Sighting: Sendable, Hashable {
        /// It was not in the snapshot.
        case new
        /// Its cells were others.
        case changed
        case same
    }

    /// Takes in a record that was read; which source row was pushed to it, and what was answered, stays known.
    @discardableResult
    package func see(_ record: Record) throws -> Sighting {
        let form = form(record)
        let known = try find(record.id)
        guard let known else {
            try insert(record, form, source: nil, isTracked: false)
            return .new
        }
        guard known.cells != form.cells else {
            try run(SnapshotSchema.mark, [known.rowID])
            // What is kept beside the managed cells is in no fingerprint.
            if !identity.managed.alsoRead.isEmpty { try putCells(record, rowID: known.rowID) }
            return .same
        }
        try run(SnapshotSchema.updateSeen, form.arguments + [known.rowID])
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
        if let known = try find(record.id) {
            try run(SnapshotSchema.updateWritten, form.arguments + source.halves + [known.rowID])
            try putCells(record, rowID: known.rowID)
        } else {
            try insert(record, form, source: source, isTracked: true)
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
        try run(SnapshotSchema.adopt, source.halves + [rowID] + seen.halves)
        return database.changesCount == 1
    }

    // MARK: - Rows

    /// What is kept of a record for comparing.
    struct Form {
        var key: Fingerprint?
        var cells: Fingerprint

        var arguments: [Int64?] { key.halves + cells.halves }
    }

    private func form(_ record: Record) -> Form {
        let managed = identity.managed
        return Form(
            key: managed.storedKeyFingerprint(of: record.fields), cells: managed.rowFingerprint(of: record.fields))
    }

    private func find(_ id: RecordID) throws -> (rowID: Int64, cells: Fingerprint?)? {
        try Row.fetchOne(database.cachedStatement(sql: SnapshotSchema.find), arguments: [id.rawValue])
            .map { ($0[0], $0.fingerprint(at: 1)) }
    }

    private func insert(_ record: Record, _ form: Form, source: Fingerprint?, isTracked: Bool) throws {
        let answered = isTracked ? form.cells : nil
        let numbers = form.arguments + source.halves + answered.halves + [isTracked ? 1 : 0]
        try run(SnapshotSchema.insert, [record.id.rawValue] + numbers)
        try putCells(record, rowID: database.lastInsertedRowID)
    }

    private func putCells(_ record: Record, rowID: Int64) throws {
        let managed = identity.managed
        let cells = (managed.fields + managed.alsoRead).compactMap { field in
            record.fields[field.name].map { (field.name, $0.json) }
        }
        try run(
            SnapshotSchema.putCells,
            [rowID, record.createdTime.timeIntervalSince1970, JSONValue.object(JSONObject(cells)).text])
    }

    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }
}

extension Optional where Wrapped == Fingerprint {
    /// The two integers as which a fingerprint is kept.
    var halves: [Int64?] { self?.halves ?? [nil, nil] }
}

extension Fingerprint {
    var halves: [Int64?] { [Int64(bitPattern: high), Int64(bitPattern: low)] }
}
