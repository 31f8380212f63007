package import TableModel

/// What a planner reads of a snapshot: fingerprints of all its records, and the cells of a few.
package protocol RecordSource: Sendable {
    /// How many records there are; a few more or less do no harm.
    func recordCount() throws -> Int

    /// What the fingerprints of rows are made with that are remembered here.
    func secret() throws -> [UInt8]

    /// Whether the snapshot holds every record of the table, or of its scope.
    func isComplete() throws -> Bool

    /// Gives every record to `body`, in a fixed order.
    func entries(_ body: (SnapshotEntry) throws -> Void) throws

    /// The managed cells of these records, as the service answered them.
    func records(_ rowIDs: [Int64]) throws -> [Int64: Record]

    /// The ids of these records.
    func recordIDs(_ rowIDs: [Int64]) throws -> [Int64: RecordID]
}

extension RecordSource {
    /// None, for a source in memory: whoever made it made the rows, too.
    package func secret() -> [UInt8] { [] }

    package func recordIDs(_ rowIDs: [Int64]) throws -> [Int64: RecordID] { try records(rowIDs).mapValues(\.id) }
}
