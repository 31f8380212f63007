extension Snapshot: RecordSource {
    package func recordCount() throws -> Int { try state().recordCount }
    package func isComplete() throws -> Bool { try state().isComplete }
}
