import AirtableAPI
import TableModel

/// Reads the tables of the base of a push, as far as the token may.
///
/// The service gives one answer, 403, for a base that is not there, one that the token was not given, and a token without
/// the scope for schemas. The first two would be found out by the first write, so a record is asked for.
struct SchemaAccess: Sendable {
    let connection: Connection
    let request: SourceRequest

    /// - Returns: The base's tables; nil if the token may read the push's table but no schema.
    /// - Throws: ``CommandError`` with exit code 4 if it may read neither, or if something is to be made, which needs the
    ///   schema; `RemoteError`.
    func tables() async throws -> [TableSchema]? {
        do {
            return try await connection.schema()
        } catch let error as RemoteError where error.code == .forbidden {
            if let options = optionsThatMake { throw needed(for: options, error) }
            try await readRecord()
            return nil
        }
    }

    private var optionsThatMake: String? {
        let options = [request.createsTable ? "--create-table" : nil, request.createsFields ? "--create-fields" : nil]
        let said = options.compactMap(\.self)
        return said.isEmpty ? nil : Wording.list(said)
    }

    /// Reads one record of the table.
    private func readRecord() async throws {
        var selection = RecordSelection()
        selection.pageSize = 1
        selection.maxRecords = 1
        let table = connection.base.table(request.table).titled("\"\(request.table)\"")
        do {
            for try await _ in table.records(selection) { break }
        } catch let error as RemoteError where error.code == .forbidden {
            throw CommandError(
                .notAllowed,
                "Neither the schema of \(base) nor the table \"\(request.table)\" can be read with this token"
                    + "\(answer(error)). Check that the base's id is right and that the base is among those of the token, "
                    + "that the base has a table of that name, and that the token has the scope data.records:read; the "
                    + "service says the same of all. With the scope schema.bases:read it can be told which it is.")
        }
    }

    private func needed(for options: String, _ error: RemoteError) -> CommandError {
        CommandError(
            .notAllowed,
            "The schema of \(base) cannot be read with this token\(answer(error)), and without it nothing can be made. "
                + "Check the base's id, and give the token the scopes schema.bases:read and schema.bases:write for the "
                + "base, or leave \(options) out.")
    }

    private var base: BaseID { connection.base.id }

    private func answer(_ error: RemoteError) -> String {
        let words = [error.status.map(String.init), error.type].compactMap(\.self)
        return words.isEmpty ? "" : " (\(words.joined(separator: " ")))"
    }
}
