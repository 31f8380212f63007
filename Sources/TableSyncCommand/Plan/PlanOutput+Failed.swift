import TabularFiles

extension PlanOutput {
    /// Runs `body`, and writes the rows of `file` that failed meanwhile, if somebody wants them.
    ///
    /// - Parameters:
    ///   - hasKey: Whether rows have a key.
    ///   - table: The table that the file went to.
    /// - Throws: What `body` throws; what ``FailedFile`` does if the rows cannot be written; ``CommandError`` before anything is
    ///   done if that is clear from the start.
    func keepingFailures(
        of file: TabularFile, hasKey: Bool, table: String, _ body: () async throws -> Exit?
    ) async throws -> Exit? {
        guard let failed = events.failed else { return try await body() }
        try OutputDraft(of: failed.path).tryOut()
        let exit: Exit?
        do {
            exit = try await body()
        } catch {
            // Why the work failed matters more than whether its failures can be written.
            if let written = try? await failed.write(rowsOf: file, hasKey: hasKey) {
                tell(written, failed.path, source: file.name, table: table)
            }
            throw error
        }
        tell(try await failed.write(rowsOf: file, hasKey: hasKey), failed.path, source: file.name, table: table)
        return exit
    }

    /// Says how many rows failed and where they are.
    func tell(_ written: FailedFile.Written, _ path: String, source: String, table: String) {
        guard !isJSON else { return }
        if written.rows > 0 {
            console.message(
                "\(Wording.count(written.rows, "failed row")) \(written.rows == 1 ? "is" : "are") in \(path). Mend "
                    + "\(written.rows == 1 ? "it" : "them") there, and push that file as this one, with --table "
                    + "\"\(table)\".")
        }
        if written.leftOut > 0 {
            console.message(
                "Note: \(Wording.count(written.leftOut, "failed row")) \(written.leftOut == 1 ? "is" : "are") not in "
                    + "\(path), since the cells do not fit the columns or several rows stand on one line. Mend "
                    + "\(written.leftOut == 1 ? "it" : "them") in \(source).")
        }
    }
}
