import TableModel
import TableSync

/// How the command ends (design section 6).
struct Exit: Error, Hashable {
    let code: Int32

    static let rowsIncomplete = Exit(code: 1)
    /// A plan has changes, and the exit code is to say so.
    static let changesPresent = Exit(code: 2)
    static let invalidSource = Exit(code: 3)
    static let notAllowed = Exit(code: 4)
    static let schemaMismatch = Exit(code: 5)
    /// A plan does what is so unlikely to be meant that it is not carried out.
    static let safetyStop = Exit(code: 6)
    /// A saved plan does not fit the table any more, or was carried out already.
    static let planStale = Exit(code: 7)
    static let budgetReached = Exit(code: 8)
    /// A row failed, and all that was done before was taken back.
    static let rolledBack = Exit(code: 9)
    /// What a run did could not all be taken back.
    static let undoIncomplete = Exit(code: 10)
    static let usage = Exit(code: 64)
    static let internalError = Exit(code: 70)
    /// What was asked for could not be written to its place (EX_IOERR of sysexits.h).
    static let cannotWrite = Exit(code: 74)
    static let tryLater = Exit(code: 75)
    /// Nobody read the output any more, as after `| head`; what a shell says of a command that SIGPIPE ended.
    static let readerGone = Exit.signal(13)

    /// Ended by a signal of that number.
    static func signal(_ number: Int32) -> Exit { Exit(code: 128 + number) }

    /// How a request's failure ends the command.
    init(_ error: RemoteError) {
        self =
            switch error.code {
            case .quotaExceeded, .budgetReached: .budgetReached
            case .unauthorized, .forbidden: .notAllowed
            case .notFound, .unknownField, .ambiguousKey, .invalidRequest: .schemaMismatch
            case .invalidFormula: .invalidSource
            case .invalidValue, .unknownChoice, .unknownRecord, .tooLarge: .rowsIncomplete
            default: .tryLater
            }
    }

    init(code: Int32) { self.code = code }

    /// How a run's report ends the command; nil if every row was written.
    init?(_ report: Report, signal: Int32?) {
        self.init(report.rollback, report.stopped, isComplete: report.isComplete, signal: signal)
    }

    /// How carrying out a plan ends the command; nil if all was done.
    init?(_ report: SyncReport, signal: Int32?) {
        self.init(report.rollback, report.stopped, isComplete: report.isComplete, signal: signal)
    }

    /// How a run ends the command that something on our side interrupted.
    init(_ interruption: InterruptedRun) {
        if interruption.underlying is AccountingError {
            self = .internalError
        } else if interruption.isUndo {
            self = interruption.underlying is JournalError ? .cannotWrite : .undoIncomplete
        } else if let rollback = interruption.report.rollback {
            self = rollback.isComplete ? .rolledBack : .undoIncomplete
        } else if interruption.rollbackFailure != nil {
            self = .undoIncomplete
        } else {
            self = interruption.underlying is JournalError ? .cannotWrite : .rowsIncomplete
        }
    }

    private init?(_ rollback: UndoReport?, _ stopped: StopReason?, isComplete: Bool, signal: Int32?) {
        if let rollback {
            self = rollback.isComplete ? .rolledBack : .undoIncomplete
            return
        }
        switch stopped {
        case .refused(let error), .unavailable(let error): self = Exit(error)
        case .schemaChanged: self = .schemaMismatch
        case .budgetReached: self = .budgetReached
        case .requested: self = signal.map(Exit.signal) ?? .rowsIncomplete
        case .rowFailed, .tooManyErrors, .unsettled: self = .rowsIncomplete
        case nil:
            guard !isComplete else { return nil }
            self = .rowsIncomplete
        }
    }
}
