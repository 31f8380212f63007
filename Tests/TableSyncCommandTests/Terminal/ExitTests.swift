import TableModel
import TabularFiles
import Testing

@testable import TableSync
@testable import TableSyncCommand

@Suite struct ExitTests {
    /// Every code that there is, by name, so that a new one is met here.
    static let codes: [(RemoteError.Code, Int32)] = [
        (.rateLimited, 75), (.quotaExceeded, 8), (.unauthorized, 4), (.forbidden, 4), (.notFound, 5),
        (.invalidRequest, 5), (.unknownField, 5), (.invalidValue, 1), (.unknownChoice, 1), (.unknownRecord, 1),
        (.ambiguousKey, 5), (.invalidFormula, 3), (.cursorExpired, 75), (.tooLarge, 1), (.serverFault, 75),
        (.unreachable, 75), (.noAnswer, 75), (.unreadableAnswer, 75), (.unexpectedStatus, 75),
        (RemoteError.Code("something-new"), 75),
    ]

    private static func error(_ code: RemoteError.Code) -> RemoteError {
        RemoteError(code, message: "m", attempted: "try")
    }

    @Test(arguments: codes.indices)
    func `a refused request has the exit of its kind, alone and at the end of a run`(_ index: Int) {
        let (code, exit) = Self.codes[index]
        #expect(Exit(Self.error(code)).code == exit)
        #expect(CommandRunner.commandError(Self.error(code)).exit.code == exit)
        var report = Report()
        report.stopped = .refused(Self.error(code))
        #expect(Exit(report, signal: nil)?.code == exit)
        report.stopped = .unavailable(Self.error(code))
        #expect(Exit(report, signal: nil)?.code == exit)
    }

    @Test(
        arguments: [
            (.rowFailed, nil, 1), (.unsettled, nil, 1), (.requested, nil, 1), (.schemaChanged(field: "f"), nil, 5),
            (.requested, 2, 130), (.requested, 15, 143), (.rowFailed, 2, 1), (nil, nil, nil), (nil, 2, nil),
        ] as [(StopReason?, Int32?, Int32?)])
    func `a run has the exit of why it ended`(_ reason: StopReason?, _ signal: Int32?, _ code: Int32?) {
        var report = Report()
        report.stopped = reason
        #expect(Exit(report, signal: signal)?.code == code)
    }

    @Test func `rows that failed, are unknown or were not attempted make a finished run fail`() {
        for path in [\Report.Counts.failed, \.unknown, \.notAttempted] {
            var report = Report()
            report.counts[keyPath: path] = 1
            #expect(Exit(report, signal: nil)?.code == 1)
        }
        for path in [\Report.Counts.created, \.updated] {
            var report = Report()
            report.counts[keyPath: path] = 1
            #expect(Exit(report, signal: nil) == nil)
        }
    }

    @Test func `an interrupted run has the exit of what was taken back, and else of what interrupted it`() {
        struct Disturbance: Error {}
        let full = JournalError(.diskFull, path: "journal")
        func exit(
            _ error: any Error, rollback: UndoReport? = nil, failure: (any Error)? = nil, rows: Int = 1
        ) -> Int32 {
            var report = Report()
            report.counts.rowsIn = rows
            report.rollback = rollback
            return Exit(InterruptedRun(underlying: error, report: report, rollbackFailure: failure)).code
        }
        let complete = UndoReport(run: RunID(rawValue: "20260115-120000-k3x9fa")!)
        var partial = complete
        partial.stopped = .requested
        #expect(exit(full) == 74)
        #expect(exit(Disturbance()) == 1)
        #expect(exit(Disturbance(), rollback: complete) == 9)
        #expect(exit(Disturbance(), rollback: partial) == 10)
        #expect(exit(Disturbance(), failure: full) == 10)
        // An undo is of no rows.
        #expect(exit(full, rollback: partial, rows: 0) == 74)
        #expect(exit(full, rollback: complete, rows: 0) == 74)
        #expect(exit(Disturbance(), rollback: partial, rows: 0) == 10)
        #expect(exit(AccountingError(rowsIn: 2, recorded: 1)) == 70)
        let told = PlanErrors.exit(
            InterruptedRun(underlying: AccountingError(rowsIn: 2, recorded: 1), report: Report()))
        #expect(told == .internalError)
    }

    @Test func `errors of other kinds have exits, too`() {
        let exit = { CommandRunner.commandError($0).exit.code }
        #expect(exit(TabularError(.unterminatedQuote, file: "f", message: "m")) == 3)
        #expect(exit(TabularError(.cannotWrite, file: "f", message: "m")) == 74)
        #expect(exit(CancellationError()) == 75)
        #expect(exit(CommandError(.notAllowed, "m")) == 4)
        struct Strange: Error {}
        #expect(exit(Strange()) == 70)
    }

    @Test func `each reason to stop has a sentence that says what to do`() {
        let error = Self.error(.unreachable)
        let sentences: [(StopReason, String)] = [
            (
                .rowFailed,
                "Stopped at the first row that was refused. Mend it and push again, or say --on-error continue."
            ),
            (.refused(error), "Stopped: Could not try: m."),
            (.unavailable(error), "Stopped: Could not try: m. Push again later."),
            (
                .schemaChanged(field: "Due"),
                "Stopped: whole requests were refused for the field \"Due\". The table has changed since the push began, or "
                    + "the field takes other values than the file has. Compare the two and push again; a push reads the "
                    + "schema once, when it begins."
            ),
            (
                .unsettled,
                "Stopped: an answer was lost and the table does not tell whether its rows were written. Look for them before "
                    + "pushing again; a push with --unique can always be repeated."
            ),
            (.requested, "Stopped on request."),
        ]
        for (reason, sentence) in sentences { #expect(StopWording.sentence(reason, signal: nil) == sentence) }
        #expect(
            StopWording.sentence(.requested, signal: 2)
                == "Stopped as asked. What is counted as created or updated is written; push again to go on.")
    }
}
