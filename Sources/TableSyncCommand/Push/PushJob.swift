import AirtableAPI
import RateLimiting
import Synchronization
import TableModel
import TableSync
import TabularFiles

/// One push, from the file to the summary.
struct PushJob: Sendable {
    let request: PushRequest
    let connection: Connection
    let console: Console

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        let file = try TabularFile.open(request.path, format: request.format, csv: request.csv)
        let output = PushOutput(console, isJSON: request.isJSON, file: file.name)
        let targets = try request.columns.targets(of: file.columns, in: file.name)
        for key in request.key where !targets.contains(where: { $0.field == key }) {
            throw CommandError(
                .invalidSource,
                "--unique names \"\(key)\", but no column of \(file.name) is written to a field of that name. Its columns "
                    + "are \(Wording.quoted(file.columns)).")
        }
        let finder = TableFinder(base: connection.base, request: request, file: file, targets: targets)
        let target = try await finder.find()
        if target.isInferred {
            output.emit(
                .warning(
                    "the schema of \(connection.base.id) cannot be read with this token (scope schema.bases:read), so the "
                        + "types of fields are inferred from \(file.name)."))
        }
        let converter = RowConverter(
            targets: targets, columns: file.columns, schema: target.schema, typecast: request.typecast)
        let keyFields = request.key.compactMap(target.schema.field)
        let key = keyFields.isEmpty ? nil : KeyForm(keyFields, typecast: request.typecast)

        var check = FileCheck(converter: converter, key: key)
        try await check.read(file)
        if let exit = report(check, file.name, output) { return exit }
        if request.isDryRun {
            output.emit(.plan(plan(check, target, keyFields, file.name)))
            return nil
        }
        return try await write(file, converter, key, check, target, output)
    }

    // MARK: Before anything is written

    /// Says what the check found; gives an exit if nothing must be written.
    private func report(_ check: FileCheck, _ file: String, _ output: PushOutput) -> Exit? {
        for lookalike in check.keys.lookalikes.prefix(5) {
            output.emit(
                .warning(
                    "the keys on lines \(Wording.list(lookalike.lines.map(String.init))) of \(file) differ only in case, "
                        + "accents or outer space; they are taken for different keys."))
        }
        if let warning = check.keyWarning {
            let more = warning.count > 1 ? " (and \(Wording.count(warning.count - 1)) more)" : ""
            output.emit(.warning("line \(warning.line) of \(file)\(more): \(warning.problem)."))
        }
        let duplicates = check.keys.duplicates
        let isFatal = !duplicates.isEmpty || (check.problemCount > 0 && request.onError == .stop)
        guard isFatal else { return nil }
        for problem in check.problems {
            output.emit(
                .rowFailed(
                    line: problem.line, code: "invalid-value", field: problem.problem.field,
                    message: "\(problem.problem)."))
        }
        for group in duplicates.prefix(FileCheck.problemsKept) {
            output.emit(
                .rowFailed(
                    line: group.lines[0], code: "duplicate-key", field: request.key.first,
                    message: "the same key is on lines \(Wording.list(group.lines.map(String.init))). Keep one of them."
                ))
        }
        let total = check.problemCount + duplicates.count
        let shown = check.problems.count + min(duplicates.count, FileCheck.problemsKept)
        let rest = total > shown ? " The first \(shown) are listed." : ""
        var summary = PushSummary(
            file: file, table: (try? request.tableName()) ?? "", rows: check.rows, created: 0, updated: 0,
            failed: check.badRows, unknown: 0, notAttempted: check.rows - check.badRows, requests: 1, repeats: 0,
            duration: .zero, stopped: nil, exitCode: Exit.invalidSource.code)
        summary.stopped =
            "\(file) has \(Wording.count(total, "problem")); nothing was written.\(rest)"
            + (duplicates.isEmpty ? " Mend them, or say --on-error continue to write the other rows." : "")
        output.emit(.summary(summary))
        return .invalidSource
    }

    private func plan(
        _ check: FileCheck, _ target: TargetTable, _ keyFields: [FieldSchema], _ file: String
    ) -> PushPlan {
        let rows = check.rows - check.badRows
        let limits = RemoteLimits.airtable
        let table = connection.base.table(target.address)
        let isRead = !keyFields.isEmpty && !keyFields.allSatisfy { limits.mergeableTypes.contains($0.type) }
        // Keys that the service cannot match are read; then creates and updates are requests of their own.
        let reads = isRead ? (rows + limits.recordsPerPage - 1) / limits.recordsPerPage : 0
        let writes = (rows + limits.recordsPerWrite - 1) / limits.recordsPerWrite
        let ahead = request.isDryRun && target.isNew ? 1 : 0
        return PushPlan(
            file: file, table: target.schema.name, rows: rows,
            requests: target.requests + reads + writes,
            duration: table.forecast(requests: reads + writes + ahead),
            newFields: target.newFields.map { "\($0.name) (\($0.type))" }, createsTable: target.isNew,
            isKeyed: !keyFields.isEmpty)
    }

    // MARK: Writing

    private func write(
        _ file: TabularFile, _ converter: RowConverter, _ key: KeyForm?, _ check: FileCheck, _ target: TargetTable,
        _ output: PushOutput
    ) async throws -> Exit? {
        let table = connection.base.table(target.address)
        let skipped = Mutex(0)
        let rows = GoodRows(file: file, converter: converter, key: key) { line, problems in
            skipped.withLock { $0 += 1 }
            for problem in problems {
                output.emit(
                    .rowFailed(line: line, code: "invalid-value", field: problem.field, message: "\(problem)."))
            }
        }
        let stop = StopSignal()
        var options = RunOptions()
        options.typecast = request.typecast
        options.schema = target.schema
        options.rowCount = check.rows - check.badRows
        options.stopSignal = stop
        let title = target.schema.name

        let interrupts = Interrupts(console: console, stop: stop)
        let report = try await interrupts.during { [options, request] in
            let outcomes: @Sendable (RowOutcome) async throws -> Void = { Self.tell($0, output) }
            let follow: @Sendable (ProgressUpdates) async -> Void = { await output.follow($0, title: title) }
            return request.key.isEmpty
                ? try await table.bulkCreate(
                    rows, onError: request.onError, options: options, outcomes: outcomes, progress: follow)
                : try await table.upsert(
                    rows, matching: request.key, onError: request.onError, options: options, outcomes: outcomes,
                    progress: follow)
        }
        let invalid = skipped.withLock { $0 }
        let counts = report.counts
        let rest = Exit(report, signal: interrupts.signal) ?? (invalid > 0 ? .rowsIncomplete : nil)
        let summary = PushSummary(
            file: file.name, table: title, rows: check.rows, created: counts.created, updated: counts.updated,
            failed: counts.failed + invalid, unknown: counts.unknown, notAttempted: counts.notAttempted,
            requests: report.requests + target.requests, repeats: report.repeats, duration: report.duration,
            stopped: report.stopped.map { StopWording.sentence($0, signal: interrupts.signal) },
            exitCode: rest?.code ?? 0)
        output.emit(.summary(summary))
        guard summary.accounted == summary.rows else {
            throw CommandError(
                .internalError,
                "This should not happen: \(file.name) has \(summary.rows) rows, but \(summary.accounted) are accounted "
                    + "for. Please report it.")
        }
        return rest
    }

    private static func tell(_ outcome: RowOutcome, _ output: PushOutput) {
        switch outcome.result {
        case .failed(let failure), .unknown(let failure):
            output.emit(
                .rowFailed(
                    line: outcome.line, code: failure.code.rawValue, field: failure.field, message: failure.message))
        case .created, .updated, .deleted, .alreadyGone, .notAttempted: break
        }
    }
}
