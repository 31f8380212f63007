/// The tables of a snapshot's file, and the statements over them.
///
/// `entry` is narrow, so that fingerprints are read at the speed of the disk; cells lie apart and are opened by number. Its two
/// blobs are fingerprints (``PackedFingerprints``): `seen` is of the cells and, if there is one, the key; `pushed` is of the
/// source row and of the cells that were answered to it. Rows of `entry` without `seen` are memories: the record is not in the
/// snapshot, but this tool wrote it (``SnapshotEntry/isTracked``). The others are counted by triggers, since to count them is to
/// read all of them.
enum SnapshotSchema {
    /// "TSsn": what tells the file from other SQLite files (SQLite, "Database File Format", section 1.3).
    static let applicationID: Int32 = 0x5453_736E
    static let version: Int32 = 6

    /// Reading is mostly from the first record to the last, which meets each page once: to keep them would only take memory.
    static let cacheForReading = "PRAGMA cache_size = -4096"
    /// In KiB: records come in the random order of their ids, so writing is quicker with the index in memory.
    static let cacheForWriting = "PRAGMA cache_size = -65536"

    static let tables = """
        CREATE TABLE snapshot (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            identity TEXT NOT NULL,
            generation INTEGER NOT NULL DEFAULT 0,
            read_at REAL,
            complete_since REAL,
            seen_until REAL,
            last_run_end REAL,
            probed_until REAL,
            own_writes_uncounted INTEGER NOT NULL DEFAULT 0,
            own_writes_until REAL,
            open_since REAL,
            open_is_seen INTEGER NOT NULL DEFAULT 0,
            open_is_under_way INTEGER NOT NULL DEFAULT 0,
            open_left_at REAL,
            record_count INTEGER NOT NULL DEFAULT 0,
            secret BLOB DEFAULT (randomblob(16))
        );
        CREATE TABLE cells (id INTEGER PRIMARY KEY, created REAL NOT NULL, json TEXT NOT NULL);
        CREATE TABLE own_write (record TEXT PRIMARY KEY, answered_at REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE own_delete (record TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        \(toldTable)
        """

    /// How many of the outcomes of each run, in the order in which its journal has them, are taken in.
    static let toldTable = "CREATE TABLE told (run TEXT NOT NULL UNIQUE, outcomes INTEGER NOT NULL);"

    static let entryTable = """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            record TEXT NOT NULL UNIQUE,
            seen BLOB,
            pushed BLOB,
            generation INTEGER NOT NULL,
            is_tracked INTEGER NOT NULL,
            written INTEGER
        );
        """

    static let counting = """
        CREATE TRIGGER entry_comes AFTER INSERT ON entry WHEN NEW.seen IS NOT NULL BEGIN
            UPDATE snapshot SET record_count = record_count + 1;
        END;
        CREATE TRIGGER entry_goes AFTER DELETE ON entry WHEN OLD.seen IS NOT NULL BEGIN
            UPDATE snapshot SET record_count = record_count - 1;
        END;
        CREATE TRIGGER entry_turns AFTER UPDATE OF seen ON entry WHEN (OLD.seen IS NULL) <> (NEW.seen IS NULL) BEGIN
            UPDATE snapshot SET record_count = record_count + (NEW.seen IS NOT NULL) - (OLD.seen IS NOT NULL);
        END;
        """

    static let entries = "SELECT id, is_tracked, seen, pushed FROM entry WHERE seen IS NOT NULL ORDER BY id"

    static let record = """
        SELECT entry.record, cells.created, cells.json FROM entry JOIN cells ON cells.id = entry.id WHERE entry.id = ?
        """

    static let find = "SELECT id, seen, written FROM entry WHERE record = ?"

    static let insertSeen = """
        INSERT INTO entry (record, seen, is_tracked, generation) VALUES (?, ?, 0, (SELECT generation FROM snapshot))
        """

    static let insertWritten = """
        INSERT INTO entry (seen, pushed, record, is_tracked, generation, written)
        SELECT ?, ?, ?, 1, generation, generation FROM snapshot
        """

    /// What was seen in a read: what we know of the source and of the answer to it stays.
    static let updateSeen = "UPDATE entry SET seen = ?, generation = (SELECT generation FROM snapshot) WHERE id = ?"

    static let mark = "UPDATE entry SET generation = (SELECT generation FROM snapshot) WHERE id = ?"

    static let updateWritten = """
        UPDATE entry SET seen = ?, pushed = ?, is_tracked = 1, generation = (SELECT generation FROM snapshot),
            written = (SELECT generation FROM snapshot)
        WHERE id = ?
        """

    static let putCells = "INSERT OR REPLACE INTO cells (id, created, json) VALUES (?, ?, ?)"

    static let adopt = "UPDATE entry SET pushed = ? WHERE id = ? AND substr(seen, 1, 16) = ?"

    /// Reads what files of all versions have.
    static let trackedRecords = "SELECT record FROM entry WHERE is_tracked"

    static let remember = "INSERT OR IGNORE INTO entry (record, is_tracked, generation) VALUES (?, 1, 0)"

    /// For a record that is gone.
    static let forget = [
        "DELETE FROM cells WHERE id = (SELECT id FROM entry WHERE record = ?)",
        "DELETE FROM entry WHERE record = ?",
        "DELETE FROM own_write WHERE record = ?",
        "INSERT OR REPLACE INTO own_delete (record, generation) SELECT ?, generation FROM snapshot",
    ]

    /// Whether a record has gone since a read began.
    static let isGone = "SELECT 1 FROM own_delete WHERE record = ? AND generation >= ?"

    /// Notes that a run begins: what was known before it did is known whatever becomes of the run. It has the table's lock, so that
    /// an earlier one which has not ended is dead by now; what of that may have left last is dated so.
    static let openRun = """
        UPDATE snapshot SET open_is_seen = 0, open_is_under_way = 1,
            open_left_at = CASE WHEN open_since IS NULL THEN NULL WHEN open_is_under_way THEN ?1
                ELSE MIN(COALESCE(open_left_at, ?1), ?1) END,
            open_since = COALESCE(
                open_since, MAX(seen_until, COALESCE(last_run_end, seen_until), COALESCE(probed_until, seen_until)), 0)
        """

    /// Notes that a run has ended and is not to close the snapshot. If it knows all that it wrote, what earlier ones left stays as old
    /// as it was.
    static let leaveRun = """
        UPDATE snapshot SET open_is_under_way = 0,
            open_left_at = CASE WHEN ?2 THEN COALESCE(open_left_at, ?1) ELSE ?1 END
        WHERE open_since IS NOT NULL
        """

    static let closeRun = """
        UPDATE snapshot SET open_since = NULL, open_is_seen = 0, open_is_under_way = 0, open_left_at = NULL
        """

    /// Notes a read that has looked back to before an open run; what that wrote later is still to be looked for. A read that began while
    /// something of the run could be on its way has not seen all of it.
    static let seeOpenRun = """
        UPDATE snapshot SET open_since = MAX(open_since, COALESCE(?1, 0)),
            open_is_seen = open_is_seen OR (NOT open_is_under_way AND COALESCE(open_left_at <= ?2, 0))
        WHERE open_since IS NOT NULL
        """

    static let told = "SELECT outcomes FROM told WHERE run = ?"
    static let tell = """
        INSERT INTO told (run, outcomes) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET outcomes = excluded.outcomes
        """
    static let setBack = "UPDATE told SET outcomes = MIN(outcomes, ?2) WHERE run = ?1"

    /// Runs that are forgotten are none that anybody resumes; of one that somebody does, all is read again.
    static let forgetRuns = "DELETE FROM told WHERE rowid <= (SELECT MAX(rowid) FROM told) - 100"

    /// For records that were not there when all were read, and memories of such.
    static let removeUnseen = [
        "DELETE FROM cells WHERE id IN (SELECT id FROM entry WHERE generation < ?)",
        "DELETE FROM entry WHERE generation < ?",
    ]

    /// For records that may live on where we did not look: that we wrote them is kept.
    static let hide = [
        "DELETE FROM cells WHERE id = ?",
        "DELETE FROM entry WHERE id = ? AND NOT is_tracked",
        "UPDATE entry SET seen = NULL, pushed = NULL, written = NULL WHERE id = ?",
    ]

    static let countUnseen = "SELECT COUNT(*) FROM entry WHERE generation < ? AND seen IS NOT NULL"
    static let unseen = "SELECT id, seen FROM entry WHERE generation < ? AND seen IS NOT NULL"

    /// Everything but the memory of what we wrote.
    static let empty = """
        DELETE FROM cells;
        DELETE FROM own_write;
        DELETE FROM own_delete;
        DELETE FROM told;
        DELETE FROM entry WHERE NOT is_tracked;
        UPDATE entry SET seen = NULL, pushed = NULL, written = NULL;
        UPDATE snapshot SET read_at = NULL, complete_since = NULL, seen_until = NULL, last_run_end = NULL,
            probed_until = NULL, own_writes_uncounted = 0, own_writes_until = NULL, open_since = NULL, open_is_seen = 0,
            open_is_under_way = 0, open_left_at = NULL;
        """
}
