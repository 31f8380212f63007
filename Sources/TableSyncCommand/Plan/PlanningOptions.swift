import ArgumentParser
import TableSync

/// The options that say what may be done with rows, and how the table's state is known.
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

    @Flag(help: "Create nothing: skip rows that have no record.")
    var updateOnly = false

    @Flag(help: "Update nothing: skip rows that have a record.")
    var createOnly = false

    @Flag(help: "Write into empty cells only; never overwrite one that holds something.")
    var fillMissing = false

    @Option(
        help: ArgumentHelp(
            "Refuse a plan that updates more than so many records, or than that share.", valueName: "n|n%"),
        transform: PlanningOptions.amount)
    var maxChange: SafetyLimits.Amount?

    /// The flags that were given of those that say what may be done with a row.
    var modes: [String] {
        [
            updateOnly ? "--update-only" : nil, createOnly ? "--create-only" : nil,
            fillMissing ? "--fill-missing" : nil,
        ].compactMap(\.self)
    }

    func validate() throws {
        guard modes.count <= 1 else { throw ValidationError("Say only one of \(Wording.list(modes)).") }
    }

    /// What the options ask for.
    var request: PlanningRequest {
        var plan = PlanOptions()
        plan.mode =
            if updateOnly {
                .updateOnly
            } else if createOnly {
                .createOnly
            } else if fillMissing {
                .fillMissing
            } else {
                .push
            }
        plan.limits.maxChange = maxChange
        return PlanningRequest(plan: plan, refresh: refresh.method, maxAge: maxAge?.duration)
    }

    /// Reads a number of records, or a share of them.
    static let amount: @Sendable (String) throws -> SafetyLimits.Amount = { text in
        guard let amount = SafetyLimits.Amount(text) else {
            throw ValidationError("It takes a number of records, or a share such as 5%, but it was given \"\(text)\".")
        }
        return amount
    }
}
