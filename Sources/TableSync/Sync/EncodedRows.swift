import TableModel

/// Values of an `Encodable` type as rows, numbered from 1, whose cells bear the names of the coding keys.
struct EncodedRows<Values: AsyncSequence>: AsyncSequence where Values.Element: Encodable {
    typealias Element = Row
    typealias Failure = any Error

    let values: Values
    let encoder: FieldsEncoder

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var values: Values.AsyncIterator
        fileprivate let encoder: FieldsEncoder
        private var line = 0

        fileprivate init(_ rows: EncodedRows) {
            values = rows.values.makeAsyncIterator()
            encoder = rows.encoder
        }

        mutating func next() async throws -> Row? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> Row? {
            guard let value = try await values.next(isolation: actor) else { return nil }
            line += 1
            return Row(line: line, fields: try encoder.encode(value))
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}

extension EncodedRows: Sendable where Values: Sendable {}
