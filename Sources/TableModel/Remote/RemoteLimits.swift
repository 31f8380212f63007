/// What a service takes in one request.
public struct RemoteLimits: Sendable, Hashable {
    /// Records in one write.
    public var recordsPerWrite: Int
    /// Records in one page of a read.
    public var recordsPerPage: Int
    /// Bytes of keys that one read asks for: a read whose keys are longer asks for fewer than a page of records.
    public var keyBytesPerRead = 100_000
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
    /// (airtable.com/developers/web/api/update-multiple-records). What a body may hold is not documented, but that there is an
    /// end to it is (airtable-api.md 6.2, status 413); a hundred keys of a kilobyte each are taken to be on the safe side.
    public static let airtable = RemoteLimits(
        recordsPerWrite: 10, recordsPerPage: 100, mergeFields: 3,
        mergeableTypes: [.number, .singleLineText, .multilineText, .singleSelect, .multipleSelects, .date])
}
