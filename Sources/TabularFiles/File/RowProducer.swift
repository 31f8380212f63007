import TableModel

/// One pass over a file.
protocol RowProducer: AnyObject {
    /// The next row, if it can be had without waiting for another thread; nil if not, or at the end.
    func nextAtHand() throws(TabularError) -> Row?

    /// Waits for more rows; false at the end.
    func readOn() async -> Bool
}

extension RowProducer {
    /// Whatever reads by itself has all rows at hand.
    func readOn() async -> Bool { false }
}
