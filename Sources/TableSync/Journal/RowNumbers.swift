import Locking

/// Which operation of a run each row of one of its parts is, noted as the rows are taken: eight bytes a row.
final class RowNumbers: Sendable {
    private let numbers = Guarded<[Int]>([])

    /// The next row that is taken is this operation.
    func append(_ operation: Int) { numbers.withLock { $0.append(operation) } }

    /// The operations of the first `count` rows.
    func first(_ count: Int) -> Set<Int> { numbers.withLock { Set($0.prefix(count)) } }

    /// The operation of a row that was taken.
    subscript(row: Int) -> Int {
        numbers.withLock { numbers in
            precondition(
                numbers.indices.contains(row),
                "Row \(row) of a part of a run was told of before it was taken: which operation it is "
                    + "nobody knows.")
            return numbers[row]
        }
    }
}
