import ArgumentParser
import TableSync

/// The option for what to do about rows that are refused, for commands that carry out a plan.
struct StrategyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to do when a row is refused: stop, continue with all the others, or rollback what was done.",
            discussion: "Nothing is deleted after a row was refused, whatever is said here.", valueName: "strategy"))
    var onError = StrategyName.stop

    /// What the option asks for.
    var strategy: ErrorStrategy { onError.strategy }
}
