public import TableModel

/// New cells for the record of an id.
public struct RecordChange: Sendable, Hashable {
    /// The record that is changed.
    public var id: RecordID
    /// Cells that are not mentioned stay as they are, unless records are replaced.
    public var fields: Fields

    /// Makes the change of one record.
    public init(id: RecordID, fields: Fields) {
        self.id = id
        self.fields = fields
    }

    var element: WriteChunk.Element { WriteChunk.Element(id: id, fields: fields) }
}
