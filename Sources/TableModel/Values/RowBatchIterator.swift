/// An iterator that has many rows at hand at a time, so that they need not be asked for one by one.
package protocol RowBatchIterator: AsyncIteratorProtocol where Element == Row {
    /// Appends the next rows: all that are at hand, but no more than make `limit` of them; if none is, those that come next.
    /// None is appended at the end only.
    ///
    /// - Throws: What `next()` throws, after the rows before that were appended.
    mutating func next(into rows: inout [Row], upTo limit: Int) async throws(Failure)
}
