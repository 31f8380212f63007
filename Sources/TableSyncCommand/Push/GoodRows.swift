import TableModel
import TableSync
import TabularFiles

/// The rows of a file that can be sent, converted; what cannot be is told to `onBadRow` and passed over.
///
/// Can be read any number of times, as its file can.
struct GoodRows: AsyncSequence, Sendable {
    typealias Element = Row

    let file: TabularFile
    let form: RowForm
    let onBadRow: @Sendable ([FileCheck.Problem]) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: FileRows.AsyncIterator
        let rows: GoodRows

        mutating func next() async throws -> Row? {
            while let row = try await base.next() {
                if row.flaw == nil {
                    let converted = rows.form.convert(row)
                    if converted.problems.isEmpty { return Row(line: row.line, fields: converted.fields) }
                }
                rows.onBadRow(rows.form.problems(of: row))
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: FileRows(file: file).makeAsyncIterator(), rows: self)
    }
}
