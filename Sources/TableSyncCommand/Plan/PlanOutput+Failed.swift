import TabularFiles

extension PlanOutput {
    /// Runs `body`, and writes the rows of `file` that failed meanwhile, if somebody wants them.
    ///
    /// - Parameters:
    ///   - hasKey: Whether rows have a key.
    ///   - table: The table that the file went to.
    /// - Throws: What `body` throws; ``CommandError`` if the rows cannot be written, before anything is done if that is clear from the
    ///   start.
    func keepingFailures(
        of file: TabularFile, hasKey: Bool, table: String, _ body: () async throws -> Exit?
    ) async throws -> Exit? {
        try await keepingFailures(
            of: file.name, hasKey: hasKey, table: table, { try await $0.write(rowsOf: file, hasKey: hasKey) },
            while: body)
    }

    /// The same of any rows: `write` gives them to the file.
    ///
    /// - Parameter source: How the file is called that the rows come from.
    func keepingFailures(
        of source: String, hasKey: Bool, table: String, _ write: (FailedFile) async throws -> FailedFile.Written,
        while body: () async throws -> Exit?
    ) async throws -> Exit? {
        guard let failed = events.failed else { return try await body() }
        try OutputDraft(of: failed.path).tryOut()
        let exit: Exit?
        do {
            exit = try await body()
        } catch {
            // Why the work failed matters more than whether its failures can be written.
            do {
                try await keep(failed, of: source, hasKey: hasKey, table: table, write)
            } catch let problem {
                console.message("\(problem)")
            }
            throw error
        }
        try await keep(failed, of: source, hasKey: hasKey, table: table, write)
        return exit
    }

    private func keep(
        _ failed: FailedFile, of source: String, hasKey: Bool, table: String,
        _ write: (FailedFile) async throws -> FailedFile.Written
    ) async throws {
        do {
            let written = try await write(failed)
            tell(
                written, failed.path, source: source,
                remedy: failed.remedy(for: written.rows, hasKey: hasKey, source: source, table: table))
        } catch {
            let lines = failed.lines
            let which =
                switch lines.count {
                case 0: "No row failed."
                case 1: "It is on line \(lines[0]) of \(source)."
                default: "They are on lines \(Wording.ranges(lines)) of \(source)."
                }
            throw CommandError(
                .cannotWrite,
                "\(lines.count == 1 ? "The row" : "The rows") that failed could not be saved: \(error) \(which)")
        }
    }

    /// Says how many rows failed and where they are.
    private func tell(_ written: FailedFile.Written, _ path: String, source: String, remedy: String) {
        guard !isJSON else { return }
        if written.rows > 0 {
            console.message(
                "\(Wording.count(written.rows, "failed row")) \(written.rows == 1 ? "is" : "are") in \(path). \(remedy)"
            )
        }
        if written.leftOut > 0 {
            console.message(
                "Note: \(Wording.count(written.leftOut, "failed row")) \(written.leftOut == 1 ? "is" : "are") not in "
                    + "\(path), since the cells do not fit the columns or several rows stand on one line. Mend "
                    + "\(written.leftOut == 1 ? "it" : "them") in \(source).")
        }
    }
}
