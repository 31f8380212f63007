import TableModel

/// One pass over a file.
protocol RowProducer: AnyObject {
    /// The next row, if it can be had without waiting for another thread; nil if not, or at the end.
    func nextAtHand() throws(TabularError) -> Row?

    /// Appends the rows that can be had so, until there are `limit`.
    func appendAtHand(to rows: inout [Row], upTo limit: Int) throws(TabularError)

    /// Waits for more rows; false at the end.
    func readOn() async -> Bool
}

extension RowProducer {
    func appendAtHand(to rows: inout [Row], upTo limit: Int) throws(TabularError) {
        while rows.count < limit, let row = try nextAtHand() { rows.append(row) }
    }

    /// Whatever reads by itself has all rows at hand.
    func readOn() async -> Bool { false }
}
