import AirtableAPI
import TableModel
import TableSync
import TabularFiles

/// Pushes rows that have no key: checks the whole file, makes what is missing, and creates a record for every row.
struct AppendingPush: Sendable {
    let request: SourceRequest
    let file: TabularFile
    let found: FoundTable
    /// Where the journal is.
    let place: PlanPlace
    let carrier: PlanCarrier

    private var connection: Connection { carrier.connection }
    private var output: PushOutput { carrier.output.events }

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        var check = FileCheck(form(found), keeping: output.failed == nil ? FileCheck.problemsKept : .max)
        do {
            try await check.read(file)
        } catch {
            tell(check)
            throw error
        }
        if let exit = report(check) { return exit }
        if request.isDryRun {
            output.emit(.plan(plan(check)))
            return check.badRows > 0 ? .rowsIncomplete : nil
        }
        return try await PlanErrors.telling {
            try await carrier.interrupts.during { [check] in try await makeAndWrite(check) }
        }
    }

    private func makeAndWrite(_ check: FileCheck) async throws -> Exit? {
        var made = found
        made.table = try await TableMaker(connection: connection, stop: carrier.interrupts.stop).make(found.table)
        guard made.table.requestsToMake == 0 else {
            let done = found.table.sentence(madeUpTo: made.table)
            let exit = carrier.interrupts.signal.map(Exit.signal) ?? .rowsIncomplete
            end(check, exit, "Stopped as asked. \(done), and no row was written; push again to go on.")
            return exit
        }
        return try await PushWriter(
            request: request, carrier: carrier, place: place, file: file, table: made.table, form: form(made),
            check: check
        ).write()
    }

    private func form(_ found: FoundTable) -> RowForm {
        RowForm(found.targets, of: file.columns, for: found.fields, typecast: request.typecast)
    }

    // MARK: Before anything is written

    private func tell(_ check: FileCheck) {
        for problem in check.problems { output.emit(problem.event) }
        output.flush()
    }

    /// Says what the check found; gives an exit if nothing must be written.
    private func report(_ check: FileCheck) -> Exit? {
        tell(check)
        guard request.isStopped(byInvalid: check.badRows) else { return nil }
        let count = check.problemCount
        let rest = count > check.problems.count ? " The first \(check.problems.count) are listed." : ""
        end(
            check, .invalidSource,
            "\(file.name) has \(Wording.count(count, "problem")); nothing was written.\(rest) "
                + request.remedy(forInvalid: count))
        return .invalidSource
    }

    /// Sums up a push that wrote no row.
    private func end(_ check: FileCheck, _ exit: Exit, _ reason: String) {
        var summary = PushSummary(file: file.name, table: found.table.schema.name, rows: check.rows)
        summary.failed = check.badRows
        summary.notAttempted = check.goodRows
        summary.requests = connection.requestsSent()
        summary.stopped = reason
        summary.exitCode = exit.code
        output.emit(.summary(summary))
    }

    private func plan(_ check: FileCheck) -> PushPlan {
        let perWrite = RemoteLimits.airtable.recordsPerWrite
        let toCome = found.table.requestsToMake + (check.goodRows + perWrite - 1) / perWrite
        var plan = PushPlan(file: file.name, table: found.table.schema.name)
        plan.rows = check.goodRows
        plan.invalid = check.badRows
        plan.requests = connection.requestsSent() + toCome
        plan.duration = connection.base.table(found.table.address).forecast(requests: toCome)
        plan.newFields = found.table.drafts.map { "\($0.name) (\($0.type))" }
        plan.createsTable = found.table.isNew
        plan.preview = found.table.preview
        return plan
    }
}
