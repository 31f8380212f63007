/// A run lost count of its rows: a mistake in this library. What the report says besides is what was recorded.
public struct AccountingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Rows that were read.
    public let rowsIn: Int
    /// Rows whose outcome was recorded.
    public let recorded: Int

    /// Both numbers, and what to do.
    public var description: String {
        "\(rowsIn) rows were read, but the outcomes of \(recorded) were recorded. This is a mistake in TableSync; please "
            + "report it. Look in the table before pushing again."
    }
}

extension AccountingError {
    /// - Throws: ``AccountingError`` if not as many outcomes were recorded as there are rows.
    static func check(rowsIn: Int, recorded: Int) throws(AccountingError) {
        guard rowsIn == recorded else { throw AccountingError(rowsIn: rowsIn, recorded: recorded) }
    }

    /// Looks for what was taken from a count that never had it, which leaves the sum right; what that count misses is recorded
    /// too much.
    ///
    /// - Throws: ``AccountingError`` if one of the counts is negative.
    static func checkNoneNegative(rowsIn: Int, _ counts: [Int]) throws(AccountingError) {
        guard counts.contains(where: { $0 < 0 }) else { return }
        throw AccountingError(rowsIn: rowsIn, recorded: counts.reduce(0) { $0 + max($1, 0) })
    }
}
