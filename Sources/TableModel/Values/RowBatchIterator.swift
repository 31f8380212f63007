/// An iterator that has many rows at hand at a time, so that they need not be asked for one by one.
package protocol RowBatchIterator: AsyncIteratorProtocol where Element == Row {
    /// The next rows, at least one and at most `limit`; nil at the end only.
    ///
    /// - Throws: What `next()` throws, after the rows before that were given.
    mutating func nextBatch(upTo limit: Int) async throws(Failure) -> RowBatch?
}
