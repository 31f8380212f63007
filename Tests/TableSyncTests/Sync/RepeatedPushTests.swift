import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What was pushed once and is pushed again plans nothing, for cells of every writable type, over the client and the mock service.
@Suite(.timeLimit(.minutes(30))) struct RepeatedPushTests {
    private static let configuration: ServiceConfiguration = {
        var configuration = ServiceConfiguration()
        configuration.access.collaborators = [CellSources.collaborator, CellSources.otherCollaborator].map {
            ServiceUser(id: $0.id, email: $0.email)
        }
        return configuration
    }()

    /// A table with a field of every type, and what links may lead to: ids and names.
    private static func run(
        typecast: Bool,
        _ body: @escaping @Sendable (BaseScene, SyncOptions, _ linked: [String]) async throws -> Void
    ) throws {
        try BaseScene.run(configuration) { scene in
            let teams = try scene.createTable("Teams", [["name": "Name", "type": "singleLineText"]])
            let names = ["Ada", "Lovelace, Ada", "Bob"]
            let ids = try scene.mock.insert(names.map { ["Name": .string($0)] }, into: "Teams", in: Scene.base)
            try scene.createTable("Cells", CellSources.fields(linked: teams))
            var options = try await scene.options("Cells")
            options.plan.typecast = typecast
            options.onError = .continue
            try await body(scene, options, ids.map(\.rawValue) + names)
        }
    }

    /// Pushes the rows, and gives those that were taken.
    private static func push(_ rows: [Fields], _ scene: BaseScene, _ options: SyncOptions) async throws -> [Fields] {
        let table = scene.table("Cells")
        let plan = try await table.plan(rows, matching: [key(options)], options: options)
        var refused: Set<Int> = []
        for try await case .invalid(let row) in plan.operations { refused.insert(row.line) }
        let report = try await table.apply(plan, options: options, verifies: false)
        refused.formUnion(report.failures.map(\.line))
        return rows.enumerated().filter { !refused.contains($0.offset + 1) }.map(\.element)
    }

    private static func key(_ options: SyncOptions) -> String { options.schema.fields[0].name }

    /// Everything that a plan would do to the rows, in words.
    private static func steps(_ plan: Plan, _ rows: [Fields]) async throws -> [String] {
        var steps: [String] = []
        for try await operation in plan.operations {
            guard case .update(let update) = operation, let line = update.line else {
                if case .adopt = operation { continue }
                if case .unchanged = operation { continue }
                steps.append("\(operation)")
                continue
            }
            for (field, after) in update.after {
                let source = rows[line - 1][field] ?? .null
                let stored = update.before[field] ?? .null
                steps.append("\(field): the row says \(source), converted \(after), stored \(stored)")
            }
        }
        return steps
    }

    @Test(
        "pushed, and pushed again with state kept: nothing is planned", arguments: Array(1...10) + [14, 39],
        [false, true])
    func again(seed: Int, typecast: Bool) throws {
        try Self.run(typecast: typecast) { scene, options, linked in
            var random = SeededGenerator(seed: seed)
            let fields = options.schema.fields
            var rows = (0..<40).map {
                CellSources.row(.string("row \($0)"), of: fields, linked: linked, typecast: typecast, &random)
            }
            for round in 1...2 {
                rows = try await Self.push(rows, scene, options)
                for (refresh, lists) in [(RefreshMethod.full, false), (.full, true), (.keys, false), (.none, true)] {
                    var options = options
                    options.refresh = refresh
                    options.plan.listsUnchanged = lists
                    let plan = try await scene.table("Cells").plan(
                        rows, matching: [Self.key(options)], options: options)
                    let steps = try await Self.steps(plan, rows)
                    #expect(
                        steps == [],
                        "seed \(seed), typecast \(typecast), round \(round), refresh \(refresh), lists \(lists)")
                }
                // Other cells in the same records.
                rows = rows.map { row in
                    let other = CellSources.row(row.values[0], of: fields, linked: linked, typecast: typecast, &random)
                    var changed = row
                    for (name, value) in other where Bool.random(using: &random) { changed[name] = value }
                    return changed
                }
            }
        }
    }
}
