import FoundationEssentials
import GRDB

/// What makes a snapshot's file of an earlier version one of this version, with everything that it holds.
enum SnapshotUpgrade {
    /// - Parameter version: That of the file; earlier than ``SnapshotSchema/version``.
    static func run(_ database: Database, from version: Int32) throws {
        if version < 2 { try database.execute(sql: openRuns) }
        if version < 3 {
            database.add(function: packing)
            try database.execute(sql: packedFingerprints)
            database.remove(function: packing)
        }
        if version < 4 { try database.execute(sql: keyedFingerprints) }
        // Version 5 knows which outcomes of a run it was told. Of one that is resumed, all is read again.
        if version < 5 { try database.execute(sql: SnapshotSchema.toldTable) }
        try database.execute(sql: lateWrites)
        try database.execute(sql: "PRAGMA user_version = \(SnapshotSchema.version)")
    }

    /// Version 2 knew of runs that are under way.
    private static let openRuns = """
        ALTER TABLE snapshot ADD COLUMN open_since REAL;
        ALTER TABLE snapshot ADD COLUMN open_is_seen INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE entry ADD COLUMN written INTEGER;
        CREATE TABLE own_delete (record TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
        """

    /// Version 3 has fingerprints in blobs, and keeps the number of the records.
    private static let packedFingerprints = """
        ALTER TABLE entry RENAME TO former_entry;
        \(SnapshotSchema.entryTable)
        INSERT INTO entry (id, record, seen, pushed, generation, is_tracked, written)
        SELECT id, record, packed(cells_high, cells_low, key_high, key_low),
            packed(source_high, source_low, answered_high, answered_low), generation, is_tracked, written
        FROM former_entry;
        DROP TABLE former_entry;
        ALTER TABLE snapshot ADD COLUMN record_count INTEGER NOT NULL DEFAULT 0;
        UPDATE snapshot SET record_count = (SELECT COUNT(*) FROM entry WHERE seen IS NOT NULL);
        \(SnapshotSchema.counting)
        """

    /// Version 4 has keyed fingerprints of source rows. None of the earlier ones is equal to one, so rows are compared with the cells
    /// of their records once, and known by the new ones from then on.
    private static let keyedFingerprints = """
        ALTER TABLE snapshot ADD COLUMN secret BLOB;
        UPDATE snapshot SET secret = randomblob(16);
        """

    /// Version 6 knows since when nothing of an open run can leave any more. Of one that is open now nobody knows.
    private static let lateWrites = """
        ALTER TABLE snapshot ADD COLUMN open_is_under_way INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE snapshot ADD COLUMN open_left_at REAL;
        UPDATE snapshot SET open_is_seen = 0, open_is_under_way = open_since IS NOT NULL;
        """

    /// The halves of two fingerprints as ``PackedFingerprints``; null where there is no first.
    private static let packing = DatabaseFunction("packed", argumentCount: 4, pure: true) { values in
        let halves = values.map { Int64.fromDatabaseValue($0).map { UInt64(bitPattern: $0) } }
        guard let high = halves[0], let low = halves[1] else { return nil }
        let first = Fingerprint(high: high, low: low)
        guard let high = halves[2], let low = halves[3] else { return PackedFingerprints(first, nil).bytes }
        return PackedFingerprints(first, Fingerprint(high: high, low: low)).bytes
    }
}
