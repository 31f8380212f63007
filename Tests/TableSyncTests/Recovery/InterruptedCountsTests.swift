import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A log fails in mid-run: what the report counts as done, row by row and record by record, is what is in the table.
@Suite(.timeLimit(.minutes(30))) struct InterruptedCountsTests {
    private typealias Scene = RecoveryScene

    private struct Lost: Error {}

    /// Rows of which the service refuses two, the last before the records that are archived among them.
    private static let rows = (Array(Scene.updated) + Array(Scene.created)).map { number -> Fields in
        let isBad = number == 3 || number == Scene.created.upperBound - 1
        return ["email": Scene.row(number, "")["email"] ?? .null, "name": isBad ? "bad" : "new"]
    }
    private static let mark = FieldValue.number(-1)

    private static func count(_ scene: Scene, _ numbers: Range<Int>, where holds: (Fields) -> Bool) -> Int {
        let there = scene.contents
        return numbers.count { number in
            guard case .string(let key)? = Scene.row(number, "")["email"] else { return false }
            return there[key].map(holds) ?? false
        }
    }

    @Test func `what a run whose log failed counts as done is done`() throws {
        let refuse = { @Sendable (row: Fields) -> RemoteError? in
            row["name"] == "bad" ? RemoteError(.invalidValue, message: "m", attempted: "write") : nil
        }
        var interruptions = 0
        for event in 0..<200 {
            let wasInterrupted = try Scene.run(refusing: refuse) { scene in
                var options = scene.syncOptions()
                options.fields = ["email", "name"]
                options.plan.mode = .mirror(.archive(JournalScene.field("seats", .number), Self.mark))
                let plan = try await scene.table.plan(Self.rows, matching: ["email"], options: options)
                var apply = ApplyOptions(run: scene.options, onError: .continue)
                apply.verifies = false
                apply.run.log = TroubledLog(InMemoryRunLog(), before: event) { throw Lost() }
                let comment: Comment = "before event \(event)"
                do {
                    let planRun = PlanRun(table: scene.table, plan: plan, snapshot: nil, options: apply)
                    _ = try await planRun(from: planRun.begin(), progress: nil)
                    return false
                } catch let interruption as InterruptedRun {
                    #expect(interruption.underlying is Lost, comment)
                    let whole = try #require(interruption.syncReport, comment)
                    #expect(whole.rows.rowsIn == 44 && whole.rows.recorded == 44, comment)
                    #expect(whole.vanished.planned == 18 && whole.vanished.recorded == 18, comment)
                    let (created, updated) = (
                        Self.count(scene, Scene.created) { _ in true },
                        Self.count(scene, Scene.updated) { $0["name"] == "new" }
                    )
                    #expect(whole.rows.created == created && whole.rows.updated == updated, comment)
                    let archived = Self.count(scene, Scene.vanished) { $0["seats"] == Self.mark }
                    #expect(whole.vanished.archived == archived && whole.vanished.failed == 0, comment)
                    return true
                }
            }
            guard wasInterrupted else { break }
            interruptions += 1
        }
        #expect(interruptions > 62)
    }
}
