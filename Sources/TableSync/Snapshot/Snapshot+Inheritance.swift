import FoundationEssentials
import GRDB

/// Snapshots of one table that other sources have: with other columns, another key or another scope.
extension Snapshot {
    /// Remembers which records this tool wrote for other sources of the table, as their snapshots tell.
    ///
    /// For a snapshot that was just made: a source that gets another column has a new one, and what was written before is
    /// this tool's all the same. What cannot be read is not remembered; then less is deleted, not more.
    func inheritMemories(in folder: String) throws {
        for path in identity.siblings(in: folder) {
            guard let ids = try? Self.tracked(at: path, beside: identity), !ids.isEmpty else { continue }
            try change { try $0.remember(ids) }
        }
    }

    private static func tracked(at path: String, beside identity: SnapshotIdentity) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == SnapshotSchema.applicationID,
                let text = try String.fetchOne(database, sql: "SELECT identity FROM snapshot"),
                identity.difference(to: text)?.isOfSameTable == true
            else { return [] }
            return try String.fetchAll(database, sql: SnapshotSchema.trackedRecords)
        }
    }
}

extension SnapshotIdentity {
    /// The files of the table's other snapshots in a state folder, in the order of their names.
    fileprivate func siblings(in folder: String) -> [String] {
        let own = folder + "/" + relativePath
        guard let slash = own.lastIndex(of: "/") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: String(own[..<slash]))) ?? []
        return names.filter { $0.hasPrefix(fileName) && $0.hasSuffix(".sqlite") }.sorted()
            .map { "\(own[..<slash])/\($0)" }.filter { $0 != own }
    }
}
