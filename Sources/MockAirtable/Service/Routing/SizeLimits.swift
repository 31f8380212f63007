/// The sizes beyond which the service refuses (airtable-api.md 5.3).
public struct SizeLimits: Sendable, Hashable {
    /// Characters of the whole address; longer is answered with 414 and HTML (2.2).
    public var addressCharacters = 16_000
    /// Bytes of a request's body; more is answered with 413 and HTML (12 #32: 4 MB, not documented).
    public var bodyBytes = 4_000_000
    /// Fields in a table.
    public var fieldsPerTable = 500
    /// Tables in a base.
    public var tablesPerBase = 1000
    /// Characters of the description of a table or field.
    public var descriptionCharacters = 20_000
    /// Records in all tables of a base; nil for no limit. More are refused with 422 `RECORD_LIMIT_REACHED`, a name of
    /// our own (12 #33).
    public var recordsPerBase: Int?

    /// Makes the limits of Airtable.
    public init() {}
}
