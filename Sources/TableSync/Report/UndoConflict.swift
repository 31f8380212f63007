public import TableModel

/// Something that an undo left as it is, since putting it back would overwrite what somebody else did, or since nobody knows what
/// was there before.
public struct UndoConflict: Sendable, Hashable {
    /// What is in the way.
    public enum Kind: Sendable, Hashable {
        /// Somebody else has changed the cell of this field since the run wrote it.
        case changed(field: String)
        /// Somebody else has deleted the record.
        case gone
        /// Another record has the key of a record that was deleted.
        case keyTaken(by: RecordID)
        /// The run wrote into a record of which nobody knows what it held before.
        case noPreImage
        /// The table has no such field any more, so that its cell cannot be put back.
        case noField(field: String)
    }

    /// What is in the way.
    public let kind: Kind
    /// The record that the run wrote or deleted.
    public let record: RecordID
    /// The place of the operation in the run.
    public let operation: Int

    init(_ kind: Kind, _ record: RecordID, operation: Int) {
        self.kind = kind
        self.record = record
        self.operation = operation
    }
}

extension UndoConflict: CustomStringConvertible {
    /// A sentence such as `Record rec…: somebody else has changed "Name" since, so it was left as it is.`
    public var description: String {
        switch kind {
        case .changed(let field):
            "Record \(record): somebody else has changed \"\(field)\" since, so it was left as it is."
        case .gone: "Record \(record): somebody else has deleted it since, so it was not put back."
        case .keyTaken(let other):
            "Record \(record) was deleted, and record \(other) has its key now, so it was not created again."
        case .noPreImage:
            "Record \(record): what it held before the run is not known, so it was left as it is."
        case .noField(let field):
            "Record \(record): the table has no field \"\(field)\" any more, so its cell was not put back. If the field has "
                + "another name now, give it that name again and undo the run once more."
        }
    }
}
