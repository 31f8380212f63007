import FoundationEssentials
import TableModel

extension RowContent {
    /// Whether a record is one that a write of the row `sent` created, and that nobody else has written into: a record of ours that
    /// another has written into is left to him.
    ///
    /// What the row's cells became is for the caller to compare; the service has answered the record to that row, or was asked for its
    /// key or its cells.
    ///
    /// - Parameter date: When the row was sent first, by the service's clock.
    func isOwn(_ record: Record, of sent: Fields, sentAt date: Date) -> Bool {
        record.wasCreated(since: date) && holdsOnly(record, sent)
    }
}

extension Record {
    /// Whether the record was created in the second of `date` or later: the service counts creation times in seconds.
    func wasCreated(since date: Date) -> Bool {
        createdTime.timeIntervalSince1970 >= date.timeIntervalSince1970.rounded(.down)
    }
}
