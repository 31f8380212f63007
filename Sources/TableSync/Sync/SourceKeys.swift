import TableModel

/// The keys of the rows that have a usable one, as a refresh asks for them.
struct SourceKeys<Rows: AsyncSequence>: AsyncSequence where Rows.Element == Row {
    typealias Element = RecordKey
    typealias Failure = any Error

    let rows: Rows
    let key: KeyForm
    let convert: @Sendable (Row) -> ConvertedRow

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rows: Rows.AsyncIterator
        fileprivate let key: KeyForm
        fileprivate let convert: @Sendable (Row) -> ConvertedRow

        mutating func next() async throws -> RecordKey? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> RecordKey? {
            while let row = try await rows.next(isolation: actor) {
                // What is wrong with a row is the planner's to tell.
                if let key = try? key.key(from: convert(row.withCells()).fields) { return key }
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(rows: rows.makeAsyncIterator(), key: key, convert: convert)
    }
}
