import Locking

/// Which operation of a run each row of one of its parts is, noted as the rows are taken: eight bytes a row.
final class RowNumbers: Sendable {
    private let numbers = Guarded<[Int]>([])

    /// The next row that is taken is this operation.
    func append(_ operation: Int) { numbers.withLock { $0.append(operation) } }

    /// The operations of the first `count` rows.
    func first(_ count: Int) -> Set<Int> { numbers.withLock { Set($0.prefix(count)) } }

    /// The operation of a row.
    subscript(row: Int) -> Int { numbers.withLock { $0.indices.contains(row) ? $0[row] : row } }
}
