import TableModel

/// One pass over a file.
protocol RowProducer: AnyObject {
    /// The next row, if it can be had without waiting for another thread; nil if not, or at the end.
    func nextAtHand() throws(TabularError) -> Row?

    /// The next rows that can be had so, at most `limit`; nil if there is none.
    func nextBatchAtHand(upTo limit: Int) throws(TabularError) -> RowBatch?

    /// Waits for more rows; false at the end.
    func readOn() async -> Bool
}

extension RowProducer {
    func nextBatchAtHand(upTo limit: Int) throws(TabularError) -> RowBatch? { try nextAtHand().map { .rows([$0]) } }

    /// Whatever reads by itself has all rows at hand.
    func readOn() async -> Bool { false }
}
