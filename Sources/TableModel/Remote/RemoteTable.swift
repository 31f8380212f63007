/// A remote table, one request wide: what the engine knows of a service.
///
/// Nothing here repeats a request or waits longer than its permit; whatever takes more than one request is the
/// engine's. A conformer sends each request once, at the pace the service allows, and says what became of it.
public protocol RemoteTable: Sendable {
    /// What the service takes in one request.
    var limits: RemoteLimits { get }

    /// Sends one chunk once and says what became of it.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left. A request that has left is
    ///   awaited to its end, cancelled or not, so that its outcome is known.
    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer>

    /// Reads one page of the records that `query` selects; `cursor` is nil for the first page.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left.
    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage>

    /// How long the pace makes `requests` further requests last, answers not included; nil if nothing limits them.
    func forecast(requests: Int) -> Duration?
}

/// What a service takes in one request.
public struct RemoteLimits: Sendable, Hashable {
    /// Records in one write.
    public var recordsPerWrite: Int
    /// Records in one page of a read.
    public var recordsPerPage: Int
    /// Fields that an upsert may match on.
    public var mergeFields: Int
    /// The field types that an upsert may match on.
    public var mergeableTypes: Set<FieldType>

    /// - Precondition: A request takes at least one record.
    public init(recordsPerWrite: Int, recordsPerPage: Int, mergeFields: Int, mergeableTypes: Set<FieldType>) {
        precondition(
            recordsPerWrite > 0 && recordsPerPage > 0,
            "A request must take at least one record, not \(recordsPerWrite) in a write or \(recordsPerPage) in a page."
        )
        self.recordsPerWrite = recordsPerWrite
        self.recordsPerPage = recordsPerPage
        self.mergeFields = mergeFields
        self.mergeableTypes = mergeableTypes
    }

    /// The limits of Airtable's Web API: 10 records a write, 100 a page, 3 merge fields of six documented types
    /// (airtable.com/developers/web/api/update-multiple-records).
    public static let airtable = RemoteLimits(
        recordsPerWrite: 10, recordsPerPage: 100, mergeFields: 3,
        mergeableTypes: [.number, .singleLineText, .multilineText, .singleSelect, .multipleSelects, .date])
}
