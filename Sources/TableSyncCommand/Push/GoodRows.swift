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
    let onBadRow: @Sendable ([FileCheck.Problem]) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RowSequence.AsyncIterator
        let rows: GoodRows

        mutating func next() async throws -> Row? {
            while let read = try await base.nextOrRagged() {
                switch read {
                case .failure(let flaw): rows.onBadRow([FileCheck.Problem(flaw)])
                case .success(let row):
                    if let good = rows.good(row) { return good }
                }
            }
            return nil
        }
    }

    /// The row as it is sent; nil if it cannot be.
    private func good(_ row: Row) -> Row? {
        switch converter.convert(row) {
        case .failure(let bad): onBadRow(bad.problems.map { FileCheck.Problem(line: row.line, $0) })
        case .success(let converted):
            do throws(CellProblem) {
                _ = try key?.key(from: converted.fields)
                return converted
            } catch {
                onBadRow([FileCheck.Problem(line: row.line, error)])
            }
        }
        return nil
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: file.rows().makeAsyncIterator(), rows: self) }
}
