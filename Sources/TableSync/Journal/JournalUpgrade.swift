import GRDB

/// What makes a journal's file of an earlier version one of this version, with everything that it holds.
enum JournalUpgrade {
    /// The file is of version 1.
    static func run(_ database: Database) throws {
        try database.execute(sql: JournalSchema.tablesOfEndings + endings)
        try database.execute(sql: "PRAGMA user_version = \(JournalSchema.version)")
    }

    /// Version 2 keeps every ending of a run; version 1 had the last one, and did not say what it was the end of.
    private static let endings = """
        INSERT INTO ending (run, stage, kind, at, sentence)
        SELECT number, CASE WHEN ending = 'undone' OR undoes IS NOT NULL THEN 'undo' ELSE 'run' END, ending, ended, sentence
        FROM run WHERE ended IS NOT NULL ORDER BY ended;
        ALTER TABLE run ADD COLUMN is_open INTEGER NOT NULL DEFAULT 1;
        UPDATE run SET is_open = ended IS NULL;
        ALTER TABLE run DROP COLUMN ended;
        ALTER TABLE run DROP COLUMN ending;
        ALTER TABLE run DROP COLUMN sentence;
        """
}
