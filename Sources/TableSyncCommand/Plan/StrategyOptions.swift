import ArgumentParser
import TableSync

/// The options for what to do about rows that are refused, for commands that carry out a plan.
struct StrategyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, continue with all the others, or rollback what was done.",
            discussion: "Nothing is deleted after a row was refused, whatever is said here.", valueName: "strategy"))
    var onError = StrategyName.stop

    @Option(
        help: ArgumentHelp(
            "With --on-error continue: stop all the same when so many rows have failed. What is under way ends.",
            valueName: "n"))
    var maxErrors: Int?

    func validate() throws {
        try Self.check(
            maxErrors, continues: onError == .continue, otherwise: "otherwise the first row that fails ends the run.")
    }

    /// - Throws: `ValidationError` if a number of errors is none, or is given where the first one ends the work.
    static func check(_ maxErrors: Int?, continues: Bool, otherwise: String) throws {
        guard let maxErrors else { return }
        guard maxErrors > 0 else {
            throw ValidationError("--max-errors takes a number from 1 on, but it was given \(maxErrors).")
        }
        guard continues else { throw ValidationError("--max-errors is for --on-error continue: \(otherwise)") }
    }

    /// What the option asks for.
    var strategy: ErrorStrategy { onError.strategy }
}
