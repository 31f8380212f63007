import GRDB

/// The tables of a state file, and the statements that work on them.
enum StateSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 bases, tables, records") { database in
            try database.execute(
                sql: """
                    CREATE TABLE service (starts INTEGER NOT NULL);
                    INSERT INTO service (starts) VALUES (0);
                    CREATE TABLE bases (
                        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL
                    ) STRICT;
                    CREATE TABLE tables (
                        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, base TEXT NOT NULL,
                        definition TEXT NOT NULL, lastNumber INTEGER NOT NULL DEFAULT 0
                    ) STRICT;
                    CREATE TABLE records (
                        tableID TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL,
                        created INTEGER NOT NULL, modified INTEGER, cells TEXT NOT NULL,
                        PRIMARY KEY (tableID, id)
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        migrator.registerMigration("2 who made and changed records") { database in
            try database.execute(
                sql: "ALTER TABLE records ADD COLUMN creator TEXT; ALTER TABLE records ADD COLUMN editor TEXT;")
        }
        return migrator
    }

    static let putBase = """
        INSERT INTO bases (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name
        """
    static let putTable = """
        INSERT INTO tables (id, base, definition) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET definition = excluded.definition
        """
    static let putLastNumber = "UPDATE tables SET lastNumber = ? WHERE id = ?"
    static let putRecord = """
        INSERT INTO records (tableID, id, number, created, creator, modified, editor, cells)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (tableID, id) DO UPDATE
        SET modified = excluded.modified, editor = excluded.editor, cells = excluded.cells
        """
    static let deleteRecord = "DELETE FROM records WHERE tableID = ? AND id = ?"
    /// In the order of ids, in which a table takes them quickest.
    static let getRecords = """
        SELECT id, number, created, creator, modified, editor, cells FROM records WHERE tableID = ? ORDER BY id
        """
}
