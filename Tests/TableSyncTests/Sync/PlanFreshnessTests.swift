import Foundation
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Whether what a plan was made of is still what it was.
@Suite(.timeLimit(.minutes(30))) struct PlanFreshnessTests {
    private typealias Scene = RecoveryScene

    private static func options(_ scene: Scene, _ schema: TableSchema = Scene.schema) -> SyncOptions {
        var options = SyncOptions(target: JournalScene.target, schema: schema, stateFolder: scene.folder)
        options.fields = ["email", "name"]
        options.plan.limits.maxDelete = .count(1_000)
        options.run = scene.options
        return options
    }

    @Test func `a plan is refused when the field of its archive mark is another one`() throws {
        try Scene.run { scene in
            var options = Self.options(scene)
            options.plan.mode = .mirror(.archive(JournalScene.field("seats", .number), 1))
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            let fields = Scene.schema.fields.map { field in
                field.name == "seats" ? JournalScene.field("seats", .checkbox) : field
            }
            let changed = TableSchema(
                id: Scene.schema.id, name: "Users", primaryFieldID: Scene.schema.primaryFieldID, fields: fields)
            await #expect(throws: PlanStale.self) {
                try await scene.table.apply(plan, options: Self.options(scene, changed))
            }
            #expect(try await scene.table.apply(plan, options: options).vanished.archived == 18)
        }
    }

    @Test func `the file of a plan is looked for where it was, wherever the process works`() throws {
        try withTemporaryFolder { folder in
            try Data("email".utf8).write(to: URL(fileURLWithPath: folder + "/users.csv"))
            // The way from the root to the file as one from here.
            let here = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }
            let relative = here.joined(separator: "/") + folder + "/users.csv"
            let source = try PlanSource.file(relative)
            #expect(source.name == relative)
            let path = try #require(source.path)
            #expect(path.hasPrefix("/"))
            let again = try PlanSource.file(path)
            #expect(again.digest == source.digest)
        }
    }
}
