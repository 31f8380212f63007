import ArgumentParser
import TableSync

/// The options that say how the table's state is known, and what is taken for a mistake.
struct PlanningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How the table's state is known: auto, full, keys, changed or none. Default: auto, the cheapest that will do.",
            valueName: "way"))
    var refresh = RefreshName.auto

    @Option(
        help: ArgumentHelp(
            "How old the last complete read may be to be built upon, such as 90s, 30m, 24h or 7d. Default: 24h.",
            valueName: "age"))
    var maxAge: Age?

    @Option(
        help: ArgumentHelp(
            "Refuse a plan that updates more than so many records, or than that share.", valueName: "n|n%"),
        transform: SafetyLimits.Amount.reading)
    var maxChange: SafetyLimits.Amount?

    @Flag(help: "Take a file without rows for what it says.")
    var allowEmpty = false

    /// What the options ask for, of a plan that creates and updates.
    var request: PlanningRequest {
        var plan = PlanOptions()
        plan.limits.maxChange = maxChange
        plan.limits.allowsEmptySource = allowEmpty
        return PlanningRequest(plan: plan, refresh: refresh.method, maxAge: maxAge?.duration)
    }
}

extension SafetyLimits.Amount {
    /// Reads an amount from the command line.
    ///
    /// - Throws: `ValidationError` if it is none.
    static let reading: @Sendable (String) throws -> SafetyLimits.Amount = { text in
        guard let amount = SafetyLimits.Amount(text) else {
            throw ValidationError("It takes a number of records, or a share such as 5%, but it was given \"\(text)\".")
        }
        return amount
    }
}
