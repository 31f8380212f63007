import TableModel
import Testing

@testable import TableSync

/// What is noted of resumes and undos, word by word.
@Suite struct ReportSentenceTests {
    private static let run = RunID(rawValue: "20260115-120000-k3x9fa")!
    private static let unknown = RowOutcome(
        index: 0, line: 1, result: .unknown(RowFailure(.unsettled, message: "Nobody knows.")))

    @Test func `a resume counts all that it did, and all that keeps the run from being complete`() {
        var report = ResumeReport(run: Self.run)
        #expect(report.sentence == "The resume carried out 0 operations.")
        var rest = SyncReport()
        rest.rows.updated = 1_217
        report.rest = rest
        #expect(report.sentence == "The resume carried out 1,217 operations.")
        rest.rows.failed = 1_001
        rest.vanished.failed = 1
        rest.vanished.unknown = 3
        rest.rows.notAttempted = 4
        report.rest = rest
        report.withheldDeletes = 1_000
        report.failedBefore = 2
        report.settled = [Self.unknown]
        #expect(
            report.sentence
                == "The resume looked up 1 operation in doubt, 1 of them still unknown, and carried out 1,217 operations; "
                + "1,002 failed; 3 unknown; 1,004 not attempted; 2 had failed before.")
    }

    @Test func `a resume of a run without a plan says that there may be more rows`() {
        var report = ResumeReport(run: Self.run)
        report.notAttempted = [3, 4]
        report.rowsKnown = 1_500
        report.mayHaveMoreRows = true
        #expect(
            report.sentence
                == "The resume carried out 0 operations; 2 not attempted; there may be more than 1,500 rows.")
    }

    @Test func `an undo sets its large numbers apart`() {
        var report = UndoReport(run: Self.run)
        report.open = Set(0..<1_234)
        #expect(report.sentence == "nothing done; 0 conflicts, 0 failed or unknown, 1,234 still to be undone.")
    }
}
