package import TableModel

/// Reads what a plan deletes whole, so that the plan shows all that is lost, and can be held against it later.
///
/// A hundred records a request. A record that is not there any more stays as the snapshot had it.
package struct DeleteOpening: Sendable {
    typealias Read = @Sendable ([RecordID]) async throws -> (cells: [RecordID: Fields], cost: ReadCost)

    /// All fields of the table that can be written.
    let whole: ManagedFields
    private let pageSize: Int
    private let read: Read

    /// - Parameter schema: The table's, from which come the fields that are not managed.
    package init(beside managed: ManagedFields, in schema: TableSchema, reader: some PageReader) {
        let names = Set(managed.names)
        let others = schema.fields.filter { !$0.type.isComputed && !names.contains($0.name) }
        whole = ManagedFields(managed.fields + managed.alsoRead + others, key: managed.key)
        pageSize = reader.recordsPerPage
        read = { ids in
            var cells: [RecordID: Fields] = [:]
            let cost = try await reader.read(RecordQuery(.ids(ids))) { page in
                for record in page.records { cells[record.id] = record.fields }
                return .goOn
            }
            return (cells, cost)
        }
    }

    /// Writes the steps again, those that delete with the whole record.
    ///
    /// - Returns: How many requests that took.
    func rewrite(_ operations: PlanOperations, to writer: inout PlanWriter) async throws -> Int {
        var requests = 0
        var deletes: [PlannedDelete] = []
        var steps = operations.makeAsyncIterator()
        while let step = try steps.nextOperation() {
            if case .delete(let delete) = step {
                deletes.append(delete)
                if deletes.count == pageSize { requests += try await open(&deletes, &writer) }
            } else {
                requests += try await open(&deletes, &writer)
                try writer.append(step)
            }
        }
        return try await requests + open(&deletes, &writer)
    }

    private func open(_ deletes: inout [PlannedDelete], _ writer: inout PlanWriter) async throws -> Int {
        guard !deletes.isEmpty else { return 0 }
        try Task.checkCancellation()
        let (found, cost) = try await read(deletes.map(\.id))
        for delete in deletes {
            try writer.append(.delete(found[delete.id].map { opened(delete, $0) } ?? delete))
        }
        deletes.removeAll(keepingCapacity: true)
        return cost.requests
    }

    private func opened(_ delete: PlannedDelete, _ cells: Fields) -> PlannedDelete {
        let names = whole.fields.map(\.name).filter { cells[$0]?.isBlank == false }
        return PlannedDelete(
            id: delete.id, key: delete.key, before: Fields(names.map { ($0, cells[$0] ?? .null) }), seen: delete.seen,
            whole: whole.rowFingerprint(of: cells))
    }
}
