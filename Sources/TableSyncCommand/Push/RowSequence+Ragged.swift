import TableModel
import TabularFiles

extension RowSequence.Iterator {
    /// The next row, or what is wrong with the number of its cells; nil at the end.
    ///
    /// - Throws: `TabularError` where the file cannot be read further.
    mutating func nextOrRagged() async throws(TabularError) -> Result<Row, TabularError>? {
        do throws(TabularError) {
            return try await next().map { .success($0) }
        } catch {
            guard error.concernsOneRow else { throw error }
            return .failure(error)
        }
    }
}
