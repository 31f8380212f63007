import Foundation
import JSONText
import MockAirtable
import TableModel
import TableSync
import Testing

/// The code in the guide compiles, since it stands beside this file, and does what the guide says.
@Suite(.timeLimit(.minutes(30))) struct PlansAndSnapshotsTests {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: here.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func `what the guide shows is the code that is compiled here`() throws {
        let guide = try Self.text("../../../Sources/TableSync/Documentation.docc/PlansAndSnapshots.md")
        let code = try Self.text("PlansAndSnapshotsCode.swift")
        let blocks = guide.components(separatedBy: "```swift\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(blocks.count == 3)
        for block in blocks {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false)
            let shown = lines.filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
            #expect(code.contains(shown.trimmingCharacters(in: .newlines)))
        }
    }

    @Test func `a table is mirrored, a plan is shown and a saved one is carried out`() throws {
        try BaseScene.run { scene in
            try scene.createTable(
                "Users", [["name": "Email", "type": "singleLineText"], ["name": "Name", "type": "singleLineText"]])
            let rows = (0..<30).map { Fields([("Email", .string("user\($0)@x.io")), ("Name", "old")]) }
            let report = try await mirror(rows, to: scene.base, stateFolder: scene.folder)
            #expect(report?.rows.created == 30)

            var options = try await scene.options("Users")
            options.plan.mode = .mirror(.all)
            var changed = Array(rows.dropLast())
            changed[0]["Name"] = "new"
            changed.append(["Email": "user99@x.io", "Name": "new"])
            let path = scene.folder + "/users.plan"
            let plan = try await scene.table("Users").plan(
                changed, matching: ["Email"], options: options, savingTo: path)
            #expect(try await lines(of: plan) == ["~ user0@x.io: [\"Name\"]", "+ user99@x.io", "- user29@x.io"])
            try await carryOut(path, on: scene.table("Users"), options: options)
            let stored = try scene.mock.records(of: "Users", in: Scene.base).map { $0.cells["Email"] }
            #expect(Set(stored) == Set(changed.map { $0["Email"]?.json }))
        }
    }
}
