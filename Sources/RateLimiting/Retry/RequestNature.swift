/// What it would mean to send a request again.
public enum RequestNature: Sendable, Hashable, CaseIterable {
    /// A read: repeating it changes nothing.
    case read
    /// Writes cells of records that are named by id: repeating it writes the same again.
    case writeByID
    /// Creates or updates by a unique key: repeating it updates what it created.
    case upsert
    /// Deletes records by id: a repetition is refused whole if one of them is gone.
    case delete
    /// Creates records without a key: repeating it may create them twice.
    case create
    /// Creates a table or a field: repeating it may create it twice, or be refused since it is there.
    case schemaWrite
}
