import FoundationEssentials
import GRDB
import TableModel

import class GRDB.Row

/// What the refreshes note: which read saw what, and what a snapshot may claim since then.
extension SnapshotChange {
    /// Begins a read that will tell what is gone, and gives its number.
    ///
    /// Whatever is seen or written bears the number of the read that began last, whoever saw it: so what bears a lower
    /// one at the end of a read was not seen since it began, also when several processes read and write at once.
    func beginGeneration() throws -> Int64 {
        try run("UPDATE snapshot SET generation = generation + 1")
        return try Int64.fetchOne(database, sql: "SELECT generation FROM snapshot") ?? 0
    }

    /// A read of everything has come to its end; gives how many records were gone.
    ///
    /// - Parameters:
    ///   - began: The service's clock when it began; nil if it tells no time.
    ///   - readAt: Our clock at that moment.
    func finishFullRead(_ generation: Int64, began: Date?, readAt: Date) throws -> Int {
        let count = try Int.fetchOne(database, sql: SnapshotSchema.countUnseen, arguments: [generation]) ?? 0
        if identity.scope.isWholeTable {
            for sql in SnapshotSchema.removeUnseen { try run(sql, [generation]) }
        } else {
            try hide(unseen(before: generation) { _ in true })
        }
        try run(
            "UPDATE snapshot SET read_at = ?, complete_since = ?",
            [readAt.timeIntervalSince1970, began?.timeIntervalSince1970])
        try run("DELETE FROM own_delete WHERE generation < ?", [generation])
        try markSeen(until: began, readAt: readAt)
        return count
    }

    /// A read of the records with `keys` has come to its end; gives how many records that had one of them were not found.
    ///
    /// They are deleted or have another key now, and nobody asked for that: if there are any, the snapshot holds only a part
    /// of the table from now on.
    func finishKeyRead(_ generation: Int64, of keys: Set<Fingerprint>) throws -> Int {
        let gone = try unseen(before: generation) { $0.map(keys.contains) ?? false }
        guard !gone.isEmpty else { return 0 }
        try hide(gone)
        try run("UPDATE snapshot SET read_at = NULL, complete_since = NULL")
        return gone.count
    }

    /// All that was modified before `time` by the service's clock has been seen; nil if the service tells no time. `readAt` is our clock
    /// when the read began.
    func markSeen(until time: Date?, readAt: Date) throws {
        let earliest = time.map { $0.addingTimeInterval(-RefreshMargin.seconds).timeIntervalSince1970 }
        try run("UPDATE snapshot SET seen_until = ?", [time?.timeIntervalSince1970])
        try markOpenRunSeen(until: time, readAt: readAt)
        try run("DELETE FROM own_write WHERE answered_at < ?", [earliest])
        try run(
            "UPDATE snapshot SET own_writes_uncounted = 0, own_writes_until = NULL WHERE own_writes_until < ?",
            [earliest])
    }

    /// Notes the service's clock when a probe began that missed nothing, and ours.
    func markProbed(until time: Date?, readAt: Date) throws {
        try run("UPDATE snapshot SET probed_until = ?", [time?.timeIntervalSince1970])
        try markOpenRunSeen(until: time, readAt: readAt)
    }

    /// A read has looked back to before an open run. A write that was under way when the run ended, or died, may be carried out later
    /// than the read: all that it left is seen only by one that began when the service must be done with it.
    private func markOpenRunSeen(until time: Date?, readAt: Date) throws {
        let lastLeft = readAt.addingTimeInterval(-RefreshMargin.seconds)
        try run(SnapshotSchema.seeOpenRun, [time?.timeIntervalSince1970, lastLeft.timeIntervalSince1970])
    }

    /// Notes the service's clock at an answer to a write of ours.
    func noteRunEnd(_ serverTime: Date?) throws {
        guard let time = serverTime?.timeIntervalSince1970 else { return }
        try run("UPDATE snapshot SET last_run_end = MAX(COALESCE(last_run_end, ?1), ?1), open_is_seen = 0", [time])
    }

    /// Remembers that a record's last change may be ours.
    func noteOwnWrite(_ id: RecordID, at serverTime: Date?) throws {
        try noteRunEnd(serverTime)
        let time = serverTime?.timeIntervalSince1970
        try run(
            """
            UPDATE snapshot SET own_writes_uncounted = own_writes_uncounted + 1,
                own_writes_until = MAX(COALESCE(own_writes_until, ?1), COALESCE(?1, own_writes_until))
            WHERE own_writes_uncounted > 0
            """, [time])
        guard database.changesCount == 0, let time else { return }
        try run("INSERT OR REPLACE INTO own_write (record, answered_at) VALUES (?, ?)", [id.rawValue, time])
        let count = try Int.fetchOne(database.cachedStatement(sql: "SELECT COUNT(*) FROM own_write")) ?? 0
        guard count > OwnWrites.limit else { return }
        try run(
            """
            UPDATE snapshot SET own_writes_uncounted = ?, own_writes_until = (SELECT MAX(answered_at) FROM own_write)
            """, [count])
        try run("DELETE FROM own_write")
    }

    /// The numbers of the records not seen since that read began whose keys `isWanted` takes.
    private func unseen(before generation: Int64, where isWanted: (Fingerprint?) -> Bool) throws -> [Int64] {
        let rows = try Row.fetchCursor(database, sql: SnapshotSchema.unseen, arguments: [generation])
        var rowIDs: [Int64] = []
        while let row = try rows.next() {
            if isWanted(PackedFingerprints(row[1] as Data?)?.second) { rowIDs.append(row[0]) }
        }
        return rowIDs
    }

    private func hide(_ rowIDs: [Int64]) throws {
        for rowID in rowIDs {
            for sql in SnapshotSchema.hide { try run(sql, [rowID]) }
        }
    }
}
