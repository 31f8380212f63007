/// What a request does, as far as pacing cares: requests of one kind take about the same time on the service's side, so
/// their answer times can be compared.
public enum RequestKind: String, Sendable, Hashable, CaseIterable {
    /// Reads or changes the schema of a base.
    case schema
    /// Reads records.
    case read
    /// Creates, updates or upserts records.
    case write
    /// Deletes records.
    case delete
    /// Asks about the account (who am I, which bases are there): bound to no base, so only the limit per token counts it.
    case account
}
