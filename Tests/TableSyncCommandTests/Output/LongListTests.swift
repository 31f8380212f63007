import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// Lists of what was left alone: people get the first hundred lines and where the rest is, machines get all.
@Suite struct LongListTests {
    private static let run = RunID(rawValue: "20260115-120000-k3x9fa")!
    private static let count = 103

    private static func id(_ number: Int) -> RecordID { RecordID(rawValue: "recA1B2C3D4E5\(1_000 + number)")! }

    private static let drifts = (0..<count).map { Drift(.changed, id($0), key: ["\($0)"], line: nil) }

    private static func lines(isJSON: Bool, _ tell: (PlanOutput) -> Void) -> [Substring] {
        let recorder = Recorder()
        tell(PlanOutput(recorder.console(), isJSON: isJSON, file: "users.csv"))
        return (isJSON ? recorder.data : recorder.messages).split(separator: "\n")
    }

    @Test(
        arguments: [
            (run, "", "tablesync runs show \(run) --json"), (run, " --base b", "tablesync runs show \(run) --json"),
            (run, " --local", "tablesync runs show \(run) --local --json"), (nil, "", "--json"),
        ] as [(RunID?, String, String)])
    func `drifts beyond a hundred are counted, with what lists them`(
        _ run: RunID?, _ flags: String, _ list: String
    ) {
        let told = Self.lines(isJSON: false) { $0.tell(Self.drifts, Scope(), of: run, flags: flags) }
        #expect(told.count == 101)
        #expect(told[99] == "Note: \(Self.drifts[99]) It was left alone.")
        #expect(told[100] == "… and 3 more; \(list) names them all.")
        let few = Self.lines(isJSON: false) { $0.tell(Array(Self.drifts.prefix(100)), Scope(), of: run, flags: flags) }
        #expect(few.count == 100 && few.count { $0.hasPrefix("Note: ") } == 100)
    }

    @Test func `machines get all drifts`() {
        let told = Self.lines(isJSON: true) { $0.tell(Self.drifts, Scope(), of: Self.run, flags: "") }
        #expect(told.count { $0.contains("left alone") } == Self.count)
    }

    @Test(arguments: [
        ("tablesync runs show \(run) --json" as String?, "tablesync runs show \(run) --json"), (nil, "--json"),
    ])
    func `conflicts of an undo beyond a hundred are counted, with what lists them`(_ list: String?, _ named: String) {
        var report = UndoReport(run: Self.run)
        report.conflicts = (0..<Self.count).map { UndoConflict(.gone, Self.id($0), operation: $0) }
        let told = Self.lines(isJSON: false) { $0.tell(report, isRehearsal: list == nil, list: list) }
        #expect(told.count == 101)
        #expect(told[100] == "… and 3 more; \(named) names them all.")
        let events = Self.lines(isJSON: true) { $0.tell(report, isRehearsal: false, list: list) }
        #expect(events.count { $0.contains("undo_conflict") } == Self.count)
    }
}
