/// The tables of a snapshot's file, and the statements over them.
///
/// `entry` is narrow, so that fingerprints are read at the speed of the disk; cells lie apart and are opened by number.
/// Fingerprints are two integers each, which SQLite hands over without an allocation. Rows of `entry` without `cells` are
/// memories: the record is not in the snapshot, but this tool wrote it (``SnapshotEntry/isTracked``).
enum SnapshotSchema {
    /// "TSsn": what tells the file from other SQLite files (SQLite, "Database File Format", section 1.3).
    static let applicationID: Int32 = 0x5453_736E
    static let version: Int32 = 2

    /// What makes a file of the version before one of this version.
    static let upgrade = """
        ALTER TABLE snapshot ADD COLUMN open_since REAL;
        ALTER TABLE snapshot ADD COLUMN open_is_seen INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN written INTEGER;
        CREATE TABLE own_delete (record TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = 2;
        """

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
            open_is_seen INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY,
            record TEXT NOT NULL UNIQUE,
            key_high INTEGER, key_low INTEGER,
            cells_high INTEGER, cells_low INTEGER,
            source_high INTEGER, source_low INTEGER,
            answered_high INTEGER, answered_low INTEGER,
            generation INTEGER NOT NULL,
            is_tracked INTEGER NOT NULL,
            written INTEGER
        );
        CREATE TABLE cells (id INTEGER PRIMARY KEY, created REAL NOT NULL, json TEXT NOT NULL);
        CREATE TABLE own_write (record TEXT PRIMARY KEY, answered_at REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE own_delete (record TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        """

    static let count = "SELECT COUNT(*) FROM entry WHERE cells_high IS NOT NULL"

    static let entries = """
        SELECT id, is_tracked, cells_high, cells_low, key_high, key_low, source_high, source_low, answered_high, answered_low
        FROM entry WHERE cells_high IS NOT NULL ORDER BY id
        """

    static let record = """
        SELECT entry.record, cells.created, cells.json FROM entry JOIN cells ON cells.id = entry.id WHERE entry.id = ?
        """

    static let find = "SELECT id, cells_high, cells_low, written FROM entry WHERE record = ?"

    static let insertSeen = """
        INSERT INTO entry (record, key_high, key_low, cells_high, cells_low, is_tracked, generation)
        VALUES (?, ?, ?, ?, ?, 0, (SELECT generation FROM snapshot))
        """

    static let insertWritten = """
        INSERT INTO entry (key_high, key_low, cells_high, cells_low, source_high, source_low, answered_high, answered_low,
            record, is_tracked, generation, written)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?3, ?4, ?7, 1, generation, generation FROM snapshot
        """

    /// What was seen in a read: what we know of the source and of the answer to it stays.
    static let updateSeen = """
        UPDATE entry SET key_high = ?, key_low = ?, cells_high = ?, cells_low = ?,
            generation = (SELECT generation FROM snapshot)
        WHERE id = ?
        """

    static let mark = "UPDATE entry SET generation = (SELECT generation FROM snapshot) WHERE id = ?"

    static let updateWritten = """
        UPDATE entry SET key_high = ?1, key_low = ?2, cells_high = ?3, cells_low = ?4, source_high = ?5, source_low = ?6,
            answered_high = ?3, answered_low = ?4, is_tracked = 1, generation = (SELECT generation FROM snapshot),
            written = (SELECT generation FROM snapshot)
        WHERE id = ?7
        """

    static let putCells = "INSERT OR REPLACE INTO cells (id, created, json) VALUES (?, ?, ?)"

    static let adopt = """
        UPDATE entry SET source_high = ?, source_low = ?, answered_high = cells_high, answered_low = cells_low
        WHERE id = ? AND cells_high = ? AND cells_low = ?
        """

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

    /// Notes that a run begins: what was known before it did is known whatever becomes of the run.
    static let openRun = """
        UPDATE snapshot SET open_is_seen = 0, open_since = COALESCE(
            open_since, MAX(seen_until, COALESCE(last_run_end, seen_until), COALESCE(probed_until, seen_until)), 0)
        """

    /// For records that were not there when all were read, and memories of such.
    static let removeUnseen = [
        "DELETE FROM cells WHERE id IN (SELECT id FROM entry WHERE generation < ?)",
        "DELETE FROM entry WHERE generation < ?",
    ]

    /// For records that may live on where we did not look: that we wrote them is kept.
    static let hide = [
        "DELETE FROM cells WHERE id = ?",
        "DELETE FROM entry WHERE id = ? AND NOT is_tracked",
        """
        UPDATE entry SET key_high = NULL, key_low = NULL, cells_high = NULL, cells_low = NULL, source_high = NULL,
            source_low = NULL, answered_high = NULL, answered_low = NULL, written = NULL
        WHERE id = ?
        """,
    ]

    static let countUnseen = "SELECT COUNT(*) FROM entry WHERE generation < ? AND cells_high IS NOT NULL"
    static let unseen = "SELECT id, key_high, key_low FROM entry WHERE generation < ? AND cells_high IS NOT NULL"

    /// Everything but the memory of what we wrote.
    static let empty = """
        DELETE FROM cells;
        DELETE FROM own_write;
        DELETE FROM own_delete;
        DELETE FROM entry WHERE NOT is_tracked;
        UPDATE entry SET key_high = NULL, key_low = NULL, cells_high = NULL, cells_low = NULL, source_high = NULL,
            source_low = NULL, answered_high = NULL, answered_low = NULL, written = NULL;
        UPDATE snapshot SET read_at = NULL, complete_since = NULL, seen_until = NULL, last_run_end = NULL,
            probed_until = NULL, own_writes_uncounted = 0, own_writes_until = NULL, open_since = NULL, open_is_seen = 0;
        """
}
