/// The tables of a journal's file.
///
/// `event` is only ever appended to; its numbers are the order in which things happened. What is in `step` and `event` is
/// JSON, steps in the form that plan files have.
enum JournalSchema {
    /// "TSjl": what tells the file from other SQLite files (SQLite, "Database File Format", section 1.3).
    static let applicationID: Int32 = 0x5453_6A6C
    static let version: Int32 = 2

    static let tables = """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            undoes TEXT,
            begun REAL NOT NULL,
            is_open INTEGER NOT NULL DEFAULT 1
        );
        CREATE TABLE step (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            position INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        CREATE TABLE pre_image (
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            record TEXT NOT NULL,
            created REAL NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (run, record)
        ) WITHOUT ROWID;
        CREATE TABLE event (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            at REAL NOT NULL,
            json TEXT NOT NULL
        );
        CREATE INDEX event_of_run ON event (run, number);
        """

    /// How each part of the work on a run ended, in order, and what was left as it is: conflicts of an undo by the operations of the
    /// run that it undoes, drifted records of another run by its own.
    static let tablesOfEndings = """
        CREATE TABLE ending (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            stage TEXT NOT NULL,
            kind TEXT NOT NULL,
            at REAL NOT NULL,
            sentence TEXT NOT NULL
        );
        CREATE INDEX ending_of_run ON ending (run, number);
        CREATE TABLE left_out (
            number INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
            position INTEGER NOT NULL,
            json TEXT NOT NULL
        );
        CREATE INDEX left_out_of_run ON left_out (run, position);
        """

    static let insertRun = "INSERT INTO run (id, description, undoes, begun) VALUES (?, ?, ?, ?)"
    static let describeRun = "UPDATE run SET description = ? WHERE number = ?"
    static let closeRun = "UPDATE run SET is_open = 0 WHERE number = ?"
    static let reopenRun = "UPDATE run SET is_open = 1 WHERE number = ?"
    static let deleteRun = "DELETE FROM run WHERE number = ?"
    static let runs = "SELECT * FROM run ORDER BY number DESC"
    static let run = "SELECT * FROM run WHERE id = ?"
    static let undoingRuns = "SELECT * FROM run WHERE undoes = ? ORDER BY number DESC"

    static let insertEnding = "INSERT INTO ending (run, stage, kind, at, sentence) VALUES (?, ?, ?, ?, ?)"
    static let endings = "SELECT * FROM ending WHERE run = ? ORDER BY number"

    static let deleteLeftOut = "DELETE FROM left_out WHERE run = ?"
    static let deleteLeftOutOfOperation = "DELETE FROM left_out WHERE run = ? AND position = ?"
    static let insertLeftOut = "INSERT INTO left_out (run, position, json) VALUES (?, ?, ?)"
    static let leftOut = "SELECT position, json FROM left_out WHERE run = ? ORDER BY number"

    static let insertStep = "INSERT INTO step (run, position, json) VALUES (?, ?, ?)"
    static let step = "SELECT json FROM step WHERE run = ? AND position = ?"
    static let stepCount = "SELECT COUNT(*) FROM step WHERE run = ?"

    static let insertEvent = "INSERT INTO event (run, at, json) VALUES (?, ?, ?)"
    static let events = "SELECT number, at, json FROM event WHERE run = ? ORDER BY number"
    static let lastEvent = "SELECT number, at FROM event WHERE run = ? ORDER BY number DESC LIMIT 1"
    static let hasEvents = "SELECT EXISTS (SELECT 1 FROM event WHERE run = ?)"
    static let event = "SELECT number, at, json FROM event WHERE number = ?"

    /// The newest reading before the record was written is its pre-image.
    static let putPreImage = "INSERT OR REPLACE INTO pre_image (run, record, created, json) VALUES (?, ?, ?, ?)"
    static let preImage = "SELECT created, json FROM pre_image WHERE run = ? AND record = ?"
}
