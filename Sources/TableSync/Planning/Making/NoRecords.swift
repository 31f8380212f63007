package import TableModel

/// A table without a record: what a source is held against whose table is still to be made, or to see only what is wrong with it.
package struct NoRecords: RecordSource {
    package init() {}

    package func recordCount() -> Int { 0 }

    package func isComplete() -> Bool { true }

    package func entries(_ body: (SnapshotEntry) throws -> Void) {}

    package func records(_ rowIDs: [Int64]) -> [Int64: Record] { [:] }
}
