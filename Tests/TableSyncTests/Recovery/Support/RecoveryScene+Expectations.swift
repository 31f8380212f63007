import TableModel
import TestSupport
import Testing

@testable import TableSync

extension RecoveryScene {
    /// Expects that the snapshot has exactly the records of the table, with their managed cells.
    ///
    /// - Parameter isTrusted: Whether the snapshot says that it knows all; nil if it may say either.
    func expectMirrored(isTrusted: Bool?, _ comment: Comment) throws {
        let snapshot = try snapshot()
        defer { snapshot.close() }
        var rows: [Int64] = []
        try snapshot.entries { rows.append($0.rowID) }
        let names = ["email", "name", "seats"]
        let mirrored = try snapshot.records(rows).values.map { ($0.id, $0.cells(names)) }
        let stored = table.records.map { ($0.id, $0.cells(names)) }
        #expect(Dictionary(mirrored) { first, _ in first } == Dictionary(stored) { first, _ in first }, comment)
        #expect(mirrored.count == stored.count, comment)
        if let isTrusted { #expect(try (snapshot.state().openSince == nil) == isTrusted, comment) }
    }
}
