import ArgumentParser
import TableModel
import TabularFiles

/// Runs a command's work and ends it as the exit codes say.
enum CommandRunner {
    /// - Throws: `ExitCode` if `work` gives or throws one; messages have been written by then.
    static func run(_ console: Console, _ work: () async throws -> Exit?) async throws {
        let exit: Exit?
        do {
            exit = try await work()
        } catch let error as CommandError {
            console.message("Error: \(error)")
            exit = error.exit
        } catch let error as TabularError {
            console.message("Error: \(error)")
            exit = .invalidSource
        } catch let error as RemoteError {
            console.message("Error: \(error)")
            exit = Exit(error)
        }
        if let exit { throw ExitCode(exit.code) }
    }
}
