import TableModel
import TabularFiles

/// The rows of a file that can be sent, converted; what cannot be is told to `onBadRow` and passed over.
///
/// Can be read any number of times, as its file can.
struct GoodRows: AsyncSequence, Sendable {
    typealias Element = Row

    let file: TabularFile
    let converter: RowConverter
    /// The key, if rows have one: a row without a usable key is bad.
    let key: KeyForm?
    let onBadRow: @Sendable (Int, [CellProblem]) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RowSequence.AsyncIterator
        let rows: GoodRows

        mutating func next() async throws -> Row? {
            while let row = try await base.next() {
                switch rows.converter.convert(row) {
                case .failure(let bad): rows.onBadRow(row.line, bad.problems)
                case .success(let converted):
                    do throws(CellProblem) {
                        _ = try rows.key?.key(from: converted.fields)
                        return converted
                    } catch {
                        rows.onBadRow(row.line, [error])
                    }
                }
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: file.rows().makeAsyncIterator(), rows: self) }
}
