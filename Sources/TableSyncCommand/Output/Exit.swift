import ArgumentParser
import TableModel
import TableSync

/// How the command ends (design section 6).
struct Exit: Error, Hashable {
    let code: Int32

    static let rowsIncomplete = Exit(code: 1)
    static let invalidSource = Exit(code: 3)
    static let notAllowed = Exit(code: 4)
    static let schemaMismatch = Exit(code: 5)
    static let budgetReached = Exit(code: 8)
    static let usage = Exit(code: 64)
    static let internalError = Exit(code: 70)
    static let tryLater = Exit(code: 75)

    /// Ended by a signal of that number.
    static func signal(_ number: Int32) -> Exit { Exit(code: 128 + number) }

    /// How a request's failure ends the command when nothing else has been done.
    init(_ error: RemoteError) {
        self =
            switch error.code {
            case .quotaExceeded: .budgetReached
            case .unauthorized, .forbidden: .notAllowed
            case .notFound, .unknownField, .ambiguousKey: .schemaMismatch
            case .invalidRequest, .invalidValue, .unknownChoice, .invalidFormula, .tooLarge: .rowsIncomplete
            default: .tryLater
            }
    }

    private init(code: Int32) { self.code = code }

    /// How a run's report ends the command; nil if every row was written.
    init?(_ report: Report, signal: Int32?) {
        if let signal {
            self = .signal(signal)
            return
        }
        switch report.stopped {
        case .refused(let error), .unavailable(let error): self = Exit(error)
        case .schemaChanged: self = .schemaMismatch
        case .rowFailed, .unsettled, .requested: self = .rowsIncomplete
        case nil:
            guard !report.isComplete else { return nil }
            self = .rowsIncomplete
        }
    }
}

/// Something that ends the command: what happened and what to do, and the exit code.
struct CommandError: Error, CustomStringConvertible {
    let exit: Exit
    let description: String

    init(_ exit: Exit, _ description: String) {
        self.exit = exit
        self.description = description
    }
}
