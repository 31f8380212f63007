/// Rows that stand in memory as a file has them, of which no cell is made a value before somebody asks for it.
package protocol RowTexts: AnyObject, Sendable {
    /// The names of the cells, which all rows have in this order.
    var columns: [String] { get }

    /// The cells of the row at `index`, in the order of ``columns``.
    func values(ofRow index: Int) -> [FieldValue]

    /// Appends the raw encodings of those cells of the row at `index` that stand at `places`: what
    /// ``FieldValue/encodeRaw(into:)`` appends for each.
    func encodeRaw(_ places: [Int], ofRow index: Int, into bytes: inout [UInt8])
}
