import FoundationEssentials
import TableModel

extension RepeatingReader {
    /// All records that a query selects.
    struct Found: Sendable {
        var records: [Record] = []
        /// The service's clock at the last page.
        var serverTime: Date?
    }

    /// Reads all records that a query selects, and holds them in memory.
    ///
    /// - Throws: As ``read(_:_:)``.
    func all(_ query: RecordQuery) async throws -> Found {
        var found = Found()
        _ = try await read(query) { page in
            found.records += page.records
            found.serverTime = page.serverTime ?? found.serverTime
            return .goOn
        }
        return found
    }
}
