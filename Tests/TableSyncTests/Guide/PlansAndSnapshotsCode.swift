import AirtableAPI
import TableModel
import TableSync

// What the guide PlansAndSnapshots.md shows, letter by letter.

func mirror(_ rows: [Fields], to base: AirtableBase, stateFolder: String) async throws -> SyncReport? {
    let schemas = try await base.schema()
    guard let schema = schemas.first(where: { $0.name == "Users" }) else { return nil }
    let target = PlanTarget(
        service: "api.airtable.com", base: base.id.rawValue, table: schema.id, name: schema.name)

    var options = SyncOptions(target: target, schema: schema, stateFolder: stateFolder)
    options.plan.mode = .mirror(.all)
    options.plan.limits.maxDelete = .percent(5)
    options.linkedTables = { id in
        schemas.first { $0.id == id }.map { LinkedTable(base.table(id.rawValue), schema: $0) }
    }

    let users = base.table("Users")
    let plan = try await users.plan(rows, matching: ["Email"], options: options)
    print("+\(plan.counts.create) ~\(plan.counts.update) -\(plan.counts.delete), \(plan.cost.toCome) requests")
    return try await users.apply(plan, options: options, verifies: false)
}

func lines(of plan: Plan) async throws -> [String] {
    var lines = plan.findings.map(\.message) + plan.header.warnings
    for try await step in plan.operations {
        switch step {
        case .create(let row): lines.append("+ \(row.key.joined(separator: " + "))")
        case .update(let row): lines.append("~ \(row.key.joined(separator: " + ")): \(row.after.names)")
        case .delete(let record): lines.append("- \(record.key.joined(separator: " + "))")
        case .invalid(let row): lines += row.problems.map { "! line \(row.line): \($0.message)" }
        case .archive, .unchanged, .skipped, .adopt: break
        }
    }
    return lines
}

func carryOut(_ path: String, on users: AirtableTable, options: SyncOptions) async throws {
    let plan = try Plan(contentsOf: path)
    do {
        let report = try await users.apply(plan, options: options)
        print(report.rows.created, "created,", report.rows.updated, "updated,", report.vanished.deleted, "deleted")
    } catch let drifted as PlanDrifted {
        for drift in drifted.drifts { print(drift) }
    }
}
