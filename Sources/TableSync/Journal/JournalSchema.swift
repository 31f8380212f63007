/// The tables of a journal's file.
///
/// `event` is only ever appended to; its numbers are the order in which things happened. What is in `step` and `event` is
/// JSON, steps in the form that plan files have.
enum JournalSchema {
    /// "TSjl": what tells the file from other SQLite files (SQLite, "Database File Format", section 1.3).
    static let applicationID: Int32 = 0x5453_6A6C
    static let version: Int32 = 1

    static let tables = """
        CREATE TABLE run (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            description TEXT NOT NULL,
            undoes TEXT,
            begun REAL NOT NULL,
            ended REAL,
            ending TEXT,
            sentence TEXT
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

    static let insertRun = "INSERT INTO run (id, description, undoes, begun) VALUES (?, ?, ?, ?)"
    static let endRun = "UPDATE run SET ended = ?, ending = ?, sentence = ? WHERE number = ?"
    static let reopenRun = "UPDATE run SET ended = NULL, ending = NULL, sentence = NULL WHERE number = ?"
    static let deleteRun = "DELETE FROM run WHERE number = ?"
    static let runs = "SELECT * FROM run ORDER BY number DESC"
    static let run = "SELECT * FROM run WHERE id = ?"
    static let undoingRuns = "SELECT * FROM run WHERE undoes = ? ORDER BY number DESC"

    static let insertStep = "INSERT INTO step (run, position, json) VALUES (?, ?, ?)"
    static let step = "SELECT json FROM step WHERE run = ? AND position = ?"
    static let stepCount = "SELECT COUNT(*) FROM step WHERE run = ?"

    static let insertEvent = "INSERT INTO event (run, at, json) VALUES (?, ?, ?)"
    static let events = "SELECT number, at, json FROM event WHERE run = ? ORDER BY number"
    static let event = "SELECT number, at, json FROM event WHERE number = ?"

    /// The newest reading before the record was written is its pre-image.
    static let putPreImage = "INSERT OR REPLACE INTO pre_image (run, record, created, json) VALUES (?, ?, ?, ?)"
    static let preImage = "SELECT created, json FROM pre_image WHERE run = ? AND record = ?"
}
