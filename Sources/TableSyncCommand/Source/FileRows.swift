import TableModel
import TabularFiles

/// The rows of a file. One that has too many or too few cells comes without cells and with what is wrong with it, so that it is
/// told with everything else that is wrong with the file.
struct FileRows: AsyncSequence, Sendable {
    typealias Element = Row
    typealias Failure = TabularError

    let file: TabularFile
    /// How many rows are given at most.
    var limit = Int.max
    /// Whether rows may come before their cells are made, for those who look at few and keep none.
    var defersCells = false

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: RowSequence.Iterator
        fileprivate var left: Int

        mutating func next() async throws(TabularError) -> Row? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(TabularError) -> Row? {
            guard left > 0 else { return nil }
            left -= 1
            do throws(TabularError) {
                return try await base.next(isolation: actor)
            } catch {
                guard error.concernsOneRow else { throw error }
                return Row(line: error.line ?? 0, flaw: Row.Flaw(error))
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        let rows = defersCells ? file.passingRows() : file.rows()
        return AsyncIterator(base: rows.makeAsyncIterator(), left: limit)
    }
}

extension FileRows.AsyncIterator: RowBatchIterator {
    mutating func nextBatch(upTo limit: Int) async throws(TabularError) -> RowBatch? {
        guard left > 0 else { return nil }
        do throws(TabularError) {
            guard let batch = try await base.nextBatch(upTo: min(limit, left)) else { return nil }
            left -= batch.count
            return batch
        } catch {
            guard error.concernsOneRow else { throw error }
            left -= 1
            return .rows([Row(line: error.line ?? 0, flaw: Row.Flaw(error))])
        }
    }
}

extension Row.Flaw {
    /// - Parameter error: Concerns one row.
    fileprivate init(_ error: TabularError) {
        self.init(code: error.code.rawValue, message: "\(error.message). \(error.namingFlags.remedy)")
    }
}
