import FoundationEssentials
import JSONText
import TableModel
import TableSync

/// A table with fields of several types, and plans for it.
struct PlanScene {
    static let fields = [
        field("email", .singleLineText), field("name", .multilineText), field("seats", .number),
        field("active", .checkbox), field("due", .date),
        field("tags", .multipleSelects, ["choices": [["name": "red"], ["name": "green"], ["name": "blue"]]]),
    ]
    static let managed = ManagedFields(fields, key: [fields[0]])

    var managed = Self.managed
    var options = PlanOptions()
    var limits = RemoteLimits.airtable
    var calls = 2

    static func field(_ name: String, _ type: FieldType, _ options: JSONObject = JSONObject()) -> FieldSchema {
        FieldSchema(id: FieldID(unchecked: "fld" + name), name: name, type: type, options: options)
    }

    init(_ mode: PlanMode = .push) { options.mode = mode }

    /// A plan, with its steps collected.
    struct Made {
        let plan: Plan
        let steps: [PlanOperation]

        var creates: [PlannedCreate] { steps.compactMap { if case .create(let create) = $0 { create } else { nil } } }
        var updates: [PlannedUpdate] { steps.compactMap { if case .update(let update) = $0 { update } else { nil } } }
        var archives: [PlannedUpdate] { steps.compactMap { if case .archive(let update) = $0 { update } else { nil } } }
        var deletes: [PlannedDelete] { steps.compactMap { if case .delete(let delete) = $0 { delete } else { nil } } }
        var skipped: [SkippedRow] { steps.compactMap { if case .skipped(let row) = $0 { row } else { nil } } }
        var invalid: [InvalidRow] { steps.compactMap { if case .invalid(let row) = $0 { row } else { nil } } }
        var adoptions: [Adoption] {
            steps.flatMap { step -> [Adoption] in if case .adopt(let adoptions) = step { adoptions } else { [] } }
        }

        /// The codes of the findings that refuse the plan.
        var refusals: [SafetyFinding.Code] { plan.findings.filter { $0.severity == .refusal }.map(\.code) }
        var warnings: [SafetyFinding.Code] { plan.findings.filter { $0.severity == .warning }.map(\.code) }
    }

    func request() -> PlanRequest {
        var request = PlanRequest(
            target: PlanTarget(
                service: "api.example.com", base: "appAAAAAAAAAAAAAA", table: TableID(unchecked: "tblAAAAAAAAAAAAAA"),
                name: "Users"),
            managed: managed, source: PlanSource(name: "users.csv", digest: "00ff"),
            basis: PlanBasis(
                refresh: "full", calls: calls, recordCount: 3, isComplete: true,
                completeSince: Date(timeIntervalSince1970: 1_700_000_000),
                seenUntil: Date(timeIntervalSince1970: 1_700_000_100), scope: Scope(view: "Grid")),
            madeAt: Date(timeIntervalSince1970: 1_700_000_200), limits: limits)
        request.options = options
        request.warnings = ["Deletions since 03:12 not seen."]
        return request
    }

    /// Rows on the lines from 2 on.
    func plan(
        _ rows: [Fields], against table: RememberedTable, to destination: PlanDestination? = nil,
        converted: Collected<Int> = Collected()
    ) async throws -> Made {
        try await plan(
            of: rows.enumerated().map { Row(line: $0 + 2, fields: $1) }, against: table, to: destination,
            converted: converted)
    }

    func plan(
        of rows: [Row], against table: RememberedTable, to destination: PlanDestination? = nil,
        converted: Collected<Int> = Collected()
    ) async throws -> Made {
        let conversion = RowConversion(managed.fields)
        let maker = PlanMaker(request()) { row in
            converted.append(row.line)
            return conversion.convert(row)
        }
        let plan = try await maker.plan(
            of: rows.async, against: table,
            to: destination ?? .temporary(folder: FileManager.default.temporaryDirectory.path))
        return Made(plan: plan, steps: try await plan.operations.collected())
    }
}

extension PlanOperations {
    /// All steps at once.
    func collected() async throws -> [PlanOperation] {
        var steps: [PlanOperation] = []
        for try await step in self { steps.append(step) }
        return steps
    }
}

extension Sequence where Self: Sendable, Element: Sendable {
    /// The same elements, pulled one by one.
    var async: AsyncStream<Element> {
        AsyncStream { continuation in
            for element in self { continuation.yield(element) }
            continuation.finish()
        }
    }
}
