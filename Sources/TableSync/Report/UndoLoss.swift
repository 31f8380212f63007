public import TableModel

/// Something of a record that no API can put back.
public struct UndoLoss: Sendable, Hashable {
    /// What is lost.
    public enum Kind: Sendable, Hashable {
        /// The record's id, its time of creation and its author, its comments, its numbers of automatic fields, its cells that the
        /// service computes from these, and the links to it from records that the run did not read.
        case identity
        /// The files of this field.
        case attachments(field: String)
        /// What a deleted record held in this field, which the table does not have any more.
        case field(String)
        /// Links of this field to records that the run deleted and that could not be created again.
        case links(field: String)
    }

    /// What is lost.
    public let kind: Kind
    /// The record as the run found it.
    public let record: RecordID

    init(_ kind: Kind, _ record: RecordID) {
        self.kind = kind
        self.record = record
    }
}

extension UndoLoss: CustomStringConvertible {
    /// A sentence such as `Record rec…: the files in "Photos" cannot be put back.`
    public var description: String {
        switch kind {
        case .identity:
            "Record \(record) was created again under another id. Its time of creation, author, comments and automatic "
                + "numbers cannot be put back, nor links to it from records that the run did not read."
        case .attachments(let field): "Record \(record): the files in \"\(field)\" cannot be put back."
        case .field(let field):
            "Record \(record): what it held in \"\(field)\" cannot be put back, since the table has no such field any more."
        case .links(let field):
            "Record \(record): links in \"\(field)\" to records that are deleted cannot be put back."
        }
    }
}
