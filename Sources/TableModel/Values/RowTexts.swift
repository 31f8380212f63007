/// Rows that stand in memory as a file has them, of which no cell is made a value before somebody asks for it.
package protocol RowTexts: AnyObject, Sendable {
    /// The names of the cells, which all rows have in this order.
    var columns: [String] { get }

    /// Where the row at `index` begins in its source, from 1.
    func line(ofRow index: Int) -> Int

    /// The cells of the row at `index`, in the order of ``columns``.
    func values(ofRow index: Int) -> [FieldValue]

    /// Gives `body`, for one row after another, the raw encodings of the cells that stand at `places`: what
    /// ``FieldValue/encodeRaw(into:)`` appends for each.
    func encodeRaw(_ places: [Int], ofRows rows: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void)
}
