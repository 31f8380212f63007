import ArgumentParser
import JSONText
import TableModel
import TabularFiles

/// Runs a command's work and ends it as the exit codes say.
enum CommandRunner {
    /// - Parameter isJSON: Whether data is read by machines, which get the error as their last line, too.
    /// - Throws: `ExitCode` if `work` gives or throws an exit; messages have been written by then.
    static func run(_ console: Console, isJSON: Bool = false, _ work: () async throws -> Exit?) async throws {
        let exit = await exit(console, isJSON: isJSON, work)
        if let exit { throw ExitCode(exit.code) }
    }

    /// How the command ends, nil if all is well, after everything about it has been said.
    static func exit(_ console: Console, isJSON: Bool = false, _ work: () async throws -> Exit?) async -> Exit? {
        var exit: Exit?
        do {
            exit = try await work()
        } catch {
            let failure = commandError(error)
            exit = failure.exit
            // What became of standard output is told below.
            if exit != .cannotWrite || console.dataProblem == nil {
                console.message("Error: \(failure)")
                if isJSON { console.data(JSONValue.errorEvent(failure)) }
            }
        }
        guard let problem = console.dataProblem else { return exit }
        if console.isReaderGone { return exit == nil || exit == .cannotWrite ? .readerGone : exit }
        console.message("Error: \(problem)")
        return exit ?? .cannotWrite
    }

    /// Any error as one that ends the command.
    static func commandError(_ error: any Error) -> CommandError {
        switch error {
        case let error as CommandError: error
        case let error as TabularError:
            CommandError(error.code == .cannotWrite ? .cannotWrite : .invalidSource, "\(error.namingFlags)")
        case let error as RemoteError: CommandError(Exit(error), "\(error)")
        case is CancellationError: CommandError(.tryLater, "The work was cancelled.")
        default: CommandError(.internalError, "\(error)")
        }
    }
}

extension JSONValue {
    /// The last line of an output that ends without a summary, or after that of a run that something interrupted.
    static func errorEvent(_ error: CommandError) -> JSONValue {
        [
            "event": "error", "message": .string(error.description),
            "exit_code": .number(JSONNumber(error.exit.code)),
        ]
    }
}
