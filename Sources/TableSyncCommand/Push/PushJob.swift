import AirtableAPI
import TableModel
import TableSync
import TabularFiles

/// One push, from the file to the summary: finds the table, checks the whole file, makes what is missing, writes.
struct PushJob: Sendable {
    let request: PushRequest
    let connection: Connection
    let output: PushOutput
    let interrupts: Interrupts

    /// - Returns: How the command ends; nil if all is well.
    /// - Throws: ``CommandError``, `TabularError` or `RemoteError` if the push could not be done.
    func run() async throws -> Exit? {
        do {
            return try await push()
        } catch let error as TabularError {
            throw error.namingFlags
        }
    }

    private func push() async throws -> Exit? {
        let file = try TabularFile.open(request.path, format: request.format, csv: request.csv)
        if try await file.hasNothing { return sayNothingToDo(file) }
        let (target, targets) = try await target(of: file)
        let prepared = try await prepare(file, target, targets)
        for warning in prepared.check.warnings(about: file.name) { output.emit(.warning(warning)) }
        if let exit = report(prepared) { return exit }
        if request.isDryRun {
            output.emit(.plan(plan(prepared)))
            return prepared.check.badRows > 0 ? .rowsIncomplete : nil
        }
        return try await interrupts.during { try await makeAndWrite(prepared, targets) }
    }

    private func makeAndWrite(_ prepared: Prepared, _ targets: [ColumnChoice.Target]) async throws -> Exit? {
        let file = prepared.file
        let made = try await TableMaker(connection: connection, stop: interrupts.stop).make(prepared.target)
        guard made.requestsToMake == 0 else { return stoppedWhileMaking(made, prepared) }
        let writer = PushWriter(
            request: request, connection: connection, output: output, interrupts: interrupts, file: file, table: made,
            converter: converter(file, made, targets), key: key(made), check: prepared.check)
        return try await writer.write()
    }

    /// Sums up a push that was stopped before everything was made that its rows need.
    private func stoppedWhileMaking(_ made: TargetTable, _ prepared: Prepared) -> Exit {
        let fields = prepared.target.drafts.count
        let done =
            made.isNew
            ? "The table was not made"
            : "\(Wording.count(fields - made.drafts.count)) of \(Wording.count(fields, "field")) "
                + "\(fields == 1 ? "was" : "were") made"
        let exit = interrupts.signal.map(Exit.signal) ?? .rowsIncomplete
        var summary = unwritten(prepared)
        summary.stopped = "Stopped as asked. \(done), and no row was written; push again to go on."
        summary.exitCode = exit.code
        output.emit(.summary(summary))
        return exit
    }

    // MARK: What there is

    /// A JSON file without objects has no columns that could be looked for.
    private func sayNothingToDo(_ file: TabularFile) -> Exit? {
        if request.isDryRun {
            output.emit(
                .plan(
                    PushPlan(
                        file: file.name, table: request.table, rows: 0, invalid: 0, requests: 0, duration: nil,
                        newFields: [], createsTable: false, isKeyed: !request.key.isEmpty)))
        } else {
            output.emit(.summary(PushSummary(file: file.name, table: request.table, rows: 0)))
        }
        return nil
    }

    /// A file that has been looked through.
    private struct Prepared {
        let file: TabularFile
        let target: TargetTable
        let check: FileCheck
    }

    private func target(of file: TabularFile) async throws -> (TargetTable, [ColumnChoice.Target]) {
        let targets = try request.columns.targets(of: file.columns, in: file.name)
        for key in request.key where !targets.contains(where: { $0.field == key }) {
            if file.columns.contains(key), !targets.contains(where: { $0.column == key }) {
                throw CommandError(
                    .invalidSource,
                    "--unique names \"\(key)\", but --\(request.columns.only == nil ? "ignore" : "only") leaves that column "
                        + "out. A key must be among the columns that are written.")
            }
            throw CommandError(
                .invalidSource,
                "--unique names \"\(key)\", but no column of \(file.name) is written to a field of that name. Its columns "
                    + "are \(Wording.several(file.columns)).")
        }
        let finder = TableFinder(base: connection.base.id, request: request, file: file, targets: targets)
        let tables = try await SchemaAccess(connection: connection, request: request).tables()
        let target = try await finder.find(in: tables)
        if target.isInferred {
            output.emit(
                .warning(
                    "The schema of \(connection.base.id) cannot be read with this token (it needs the scope "
                        + "schema.bases:read), so the types of fields are inferred from \(file.name)."))
        }
        // A pulled file can be pushed again as it is, computed columns among the others.
        let computed = targets.filter { target.schema.field($0.field)?.type.isComputed == true }
        if !computed.isEmpty {
            output.emit(
                .warning(
                    "The service computes \(Wording.several(computed.map(\.field))), so "
                        + "\(computed.count == 1 ? "that column is" : "those columns are") left out."))
        }
        let writable = targets.filter { !computed.contains($0) }
        guard !writable.isEmpty else {
            throw CommandError(.schemaMismatch, "No column of \(file.name) is left to be written.")
        }
        return (target, writable)
    }

    private func prepare(
        _ file: TabularFile, _ target: TargetTable, _ targets: [ColumnChoice.Target]
    ) async throws -> Prepared {
        var check = FileCheck(converter: converter(file, target, targets), key: key(target))
        do {
            try await check.read(file)
        } catch {
            tell(check.findings().first)
            throw error
        }
        return Prepared(file: file, target: target, check: check)
    }

    private func converter(
        _ file: TabularFile, _ target: TargetTable, _ targets: [ColumnChoice.Target]
    ) -> RowConverter {
        RowConverter(targets: targets, columns: file.columns, schema: target.schema, typecast: request.typecast)
    }

    private func key(_ target: TargetTable) -> KeyForm? {
        let fields = request.key.compactMap(target.schema.field)
        return fields.isEmpty ? nil : KeyForm(fields, typecast: request.typecast)
    }

    // MARK: Before anything is written

    /// Says what the check found; gives an exit if nothing must be written.
    private func report(_ prepared: Prepared) -> Exit? {
        let check = prepared.check
        let hasDuplicates = !check.keys.duplicates.isEmpty
        let isFatal = hasDuplicates || (check.badRows > 0 && request.onError == .stop)
        let (first, count) = check.findings()
        tell(first)
        guard isFatal else { return nil }
        let name = prepared.file.name
        let rest = count > first.count ? " The first \(first.count) are listed." : ""
        let remedy =
            hasDuplicates
            ? " Mend \(count == 1 ? "it" : "them") and push again."
            : " Mend \(count == 1 ? "it" : "them"), or say --on-error continue to write the other rows."
        var summary = unwritten(prepared)
        summary.stopped = "\(name) has \(Wording.count(count, "problem")); nothing was written.\(rest)\(remedy)"
        summary.exitCode = Exit.invalidSource.code
        output.emit(.summary(summary))
        return .invalidSource
    }

    /// A summary by which no row was written.
    private func unwritten(_ prepared: Prepared) -> PushSummary {
        let check = prepared.check
        var summary = PushSummary(file: prepared.file.name, table: prepared.target.schema.name, rows: check.rows)
        summary.failed = check.badRows + check.duplicateRows
        summary.notAttempted = check.rows - summary.failed
        summary.requests = connection.requestsSent()
        return summary
    }

    private func tell(_ problems: [FileCheck.Problem]) {
        for problem in problems { output.emit(problem.event) }
        output.flush()
    }

    private func plan(_ prepared: Prepared) -> PushPlan {
        let (check, target) = (prepared.check, prepared.target)
        let rows = check.rows - check.badRows
        let limits = RemoteLimits.airtable
        let table = connection.base.table(target.address)
        let key = request.key.compactMap(target.schema.field)
        let isRead = !key.isEmpty && !key.allSatisfy { limits.mergeableTypes.contains($0.type) }
        // Keys that the service cannot match are read; then creates and updates are requests of their own.
        let reads = isRead ? (rows + limits.recordsPerPage - 1) / limits.recordsPerPage : 0
        let writes = (rows + limits.recordsPerWrite - 1) / limits.recordsPerWrite
        let toCome = target.requestsToMake + reads + writes
        return PushPlan(
            file: prepared.file.name, table: target.schema.name, rows: rows, invalid: check.badRows,
            requests: target.requestsToFind + toCome, duration: table.forecast(requests: toCome),
            newFields: target.drafts.map { "\($0.name) (\($0.type))" }, createsTable: target.isNew,
            isKeyed: !key.isEmpty)
    }
}

extension TabularFile {
    /// Whether there is neither a column nor a row.
    fileprivate var hasNothing: Bool {
        get async throws {
            guard columns.isEmpty else { return false }
            var rows = self.rows().makeAsyncIterator()
            return try await rows.next() == nil
        }
    }
}
