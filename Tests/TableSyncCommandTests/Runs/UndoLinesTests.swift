import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// How what an undo could not put back is named.
@Suite struct UndoLinesTests {
    private static let record = RecordID(rawValue: "recA1B2C3D4E5F6G7")!
    private static let outcome = RowOutcome(
        index: 20, line: 21, result: .unknown(RowFailure(.unsettled, message: "Nobody knows.")))

    @Test(arguments: [
        (UndoReport.Subject(line: 3, key: ["ada@x.org"], record: record), "Line 3, ada@x.org, record \(record): "),
        (UndoReport.Subject(line: nil, key: ["ada@x.org", "7"], record: nil), "ada@x.org + 7: "),
        (UndoReport.Subject(line: nil, key: [], record: record), "Record \(record): "),
        (UndoReport.Subject(line: nil, key: [], record: nil), "Operation 21: "), (nil, "Operation 21: "),
    ])
    func `a write that was not done is named by all that is known of its row`(
        _ subject: UndoReport.Subject?, _ name: String
    ) {
        #expect(UndoLines.line(Self.outcome, subject) == name + Self.outcome.reason)
    }

    @Test func `a conflict is, too`() {
        let conflict = UndoConflict(.gone, Self.record, operation: 20)
        let subject = UndoReport.Subject(line: 3, key: ["ada@x.org"], record: Self.record)
        #expect(UndoLines.line(conflict, subject) == "Line 3, ada@x.org: \(conflict)")
        #expect(UndoLines.line(conflict, nil) == conflict.description)
    }
}
