import TableModel

/// One change of what the service keeps: enough to write it to a store and to read it back.
///
/// With `ServiceConfiguration.recordsChanges` the machine collects the changes of each request, in order, until
/// `AirtableService.takeChanges()` hands them over; a store writes them in one transaction. At the next start
/// `AirtableService.restore(_:)` takes the same values: bases first, then tables in the order of their positions,
/// then records in any order. Changes are absolute, so writing one twice does no harm.
///
/// Running lists, rate windows, quota counts, pending late writes and the request log are not kept: a restarted
/// service has forgotten them, as the real one does its iterators.
enum ServiceChange: Sendable, Hashable {
    /// The base was made or renamed.
    case base(BaseID, name: String)
    /// The table was made, or its name, fields or choices changed.
    case table(BaseID, TableDefinition)
    /// How many records were ever made in the table, which is where its numbering goes on.
    case lastNumber(BaseID, TableID, Int)
    /// The record was made or changed.
    case record(BaseID, TableID, StoredRecord)
    case recordDeleted(BaseID, TableID, RecordID)

    var base: BaseID {
        switch self {
        case .base(let base, _), .table(let base, _), .lastNumber(let base, _, _), .record(let base, _, _),
            .recordDeleted(let base, _, _):
            base
        }
    }
}
