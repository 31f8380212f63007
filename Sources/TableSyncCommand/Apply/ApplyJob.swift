import AirtableAPI
import TableModel
import TableSync

/// Shows a plan that was saved, and carries it out.
struct ApplyJob: Sendable {
    /// The plan's file.
    let path: String
    let place: PlanPlace
    let carrier: PlanCarrier
    /// Whether the source is looked at, and what the plan touches is read again, before the first write.
    let verifies: Bool
    /// Whether records that are others now are left out, instead of refusing the plan.
    let skipsDrifted: Bool
    /// What to do when the service refuses a row.
    var onError = ErrorStrategy.stop
    /// After how many failed rows nothing more is written; nil for any number.
    var maxErrors: Int?

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let plan = try Plan(contentsOf: path)
            // Before anybody is asked, and before a request is spent.
            try plan.requireUnused(in: place.stateFolder)
            return try await carrier.output.keepingFailures(
                of: plan.header.source.name, hasKey: true, table: plan.header.target.name,
                { try await $0.write(stepsOf: plan) }
            ) { try await apply(plan) }
        }
    }

    private func apply(_ plan: Plan) async throws -> Exit? {
        if verifies { try plan.requireSameSource() }
        let options = try await options(of: plan)
        try await carrier.output.show(plan, verifies: verifies, monthlyCalls: carrier.connection.quota.monthlyCalls)
        try requireVerification(of: plan)
        let target = options.target
        let table = carrier.connection.base.table(target.table.rawValue).titled("\"\(target.name)\"")
        let connection = carrier.connection
        return try await carrier.carryOut(plan, onError: onError) { [verifies, skipsDrifted] _, follow in
            try await connection.withinQuota {
                try await table.apply(
                    plan, options: options, verifies: verifies, skipsDrifted: skipsDrifted, progress: follow)
            }
        }
    }

    /// A row that is new in a part of the table may have its record in another.
    private func requireVerification(of plan: Plan) throws(CommandError) {
        guard !verifies, !plan.header.basis.scope.isWholeTable, plan.counts.create > 0 else { return }
        throw CommandError(
            .safetyStop,
            "The plan is of a part of the table only, so its new keys must be looked for in the whole table first. Nothing was "
                + "written. Leave --no-verify out.")
    }

    private func options(of plan: Plan) async throws -> SyncOptions {
        let connection = carrier.connection
        let planned = plan.header.target
        guard let table = try await connection.schema().first(where: { $0.id == planned.table }) else {
            throw CommandError(
                .planStale,
                "The plan is for the table \"\(planned.name)\" (\(planned.table)) of \(planned.base), and the base "
                    + "\(connection.base.id) has no such table. Nothing was written. Name the plan's base, or make the plan "
                    + "again.")
        }
        let target = PlanTarget(
            service: place.service, base: connection.base.id.rawValue, table: table.id, name: table.name)
        var options = SyncOptions(target: target, schema: table, stateFolder: place.stateFolder)
        options.onError = onError
        options.run = connection.runOptions(table, typecast: plan.header.typecast)
        options.run.stopSignal = carrier.interrupts.stop
        options.run.maxErrors = try carrier.errorsLeft(of: maxErrors, for: plan)
        return options
    }
}
