import TableModel

/// A table as it will be when fields have been made in it: they are not asked for, and every record has them blank.
struct TableToBe<Base: ReadableTable>: ReadableTable {
    private let base: Base
    private let missing: Set<String>

    /// - Parameter drafts: The fields that are still to be made.
    init(_ base: Base, making drafts: [FieldDraft]) {
        self.base = base
        missing = Set(drafts.map(\.name))
    }

    var limits: RemoteLimits { base.limits }

    var closedFor: Duration? { base.closedFor }

    func page(
        of query: RecordQuery, after cursor: PageCursor?
    ) async throws(CancellationError) -> Attempt<RecordPage> {
        var query = query
        query.fields = query.fields?.filter { !missing.contains($0) }
        return try await base.page(of: query, after: cursor)
    }

    func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }
}
