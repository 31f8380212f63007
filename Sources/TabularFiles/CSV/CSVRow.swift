/// A row of a CSV file, while it is being looked at: it can neither be copied nor kept.
public struct CSVRow: ~Copyable {
    /// A cell's place in the text.
    @usableFromInline
    struct Cell: Sendable {
        @usableFromInline var start: UInt32
        @usableFromInline var length: UInt32
    }

    /// The physical line on which the row begins, from 1; the header is a line too.
    public let line: Int
    /// The number of cells: that of the header's columns.
    public let count: Int
    @usableFromInline let cells: UnsafePointer<Cell>
    @usableFromInline let text: UnsafePointer<UInt8>

    /// The text of a cell, `""` if it is blank.
    ///
    /// - Precondition: `column` is below ``count``.
    @inlinable
    public subscript(column: Int) -> String {
        precondition(column >= 0 && column < count, "A cell was asked for beyond the row's columns.")
        let cell = cells[column]
        return String.copying(text + Int(cell.start), Int(cell.length))
    }
}
