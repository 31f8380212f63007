import ArgumentParser
import TableSync

/// The options that say what a plan may do, and how the table's state is known.
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

    // A text, since the parser takes a value that it cannot read for none: a misspelt extent would delete everything.
    @Option(
        defaultAsFlag: DeleteName.all.rawValue, parsing: .next,
        help: ArgumentHelp(
            "Delete records that no row names: all of them, or those that this tool wrote (tracked).",
            valueName: "extent"))
    var delete: String?

    @Option(
        help: ArgumentHelp(
            "Refuse a plan that deletes more than so many records, or than that share, such as 25 or 5%. Default: 10%.",
            valueName: "n|n%"),
        transform: PlanningOptions.amount)
    var maxDelete: SafetyLimits.Amount?

    @Option(
        help: ArgumentHelp(
            "Refuse a plan that updates more than so many records, or than that share.", valueName: "n|n%"),
        transform: PlanningOptions.amount)
    var maxChange: SafetyLimits.Amount?

    @Flag(help: "Take a file without rows for what it says.")
    var allowEmpty = false

    /// What ``delete`` names; nil if nothing is deleted.
    var extent: DeleteName? { delete.flatMap(DeleteName.init(rawValue:)) }

    func validate() throws {
        if let delete, extent == nil {
            throw ValidationError("--delete takes all or tracked, but it was given \"\(delete)\".")
        }
        let modes = [
            updateOnly ? "--update-only" : nil, createOnly ? "--create-only" : nil,
            fillMissing ? "--fill-missing" : nil, delete == nil ? nil : "--delete",
        ].compactMap(\.self)
        guard modes.count <= 1 else { throw ValidationError("Say only one of \(Wording.list(modes)).") }
    }

    /// What the options ask for.
    var request: PlanningRequest {
        var plan = PlanOptions()
        plan.mode =
            if let extent {
                .mirror(extent.policy)
            } else if updateOnly {
                .updateOnly
            } else if createOnly {
                .createOnly
            } else if fillMissing {
                .fillMissing
            } else {
                .push
            }
        plan.limits.maxDelete = maxDelete
        plan.limits.maxChange = maxChange
        plan.limits.allowsEmptySource = allowEmpty
        return PlanningRequest(plan: plan, refresh: refresh.method, maxAge: maxAge?.duration)
    }

    private static let amount: @Sendable (String) throws -> SafetyLimits.Amount = { text in
        guard let amount = SafetyLimits.Amount(text) else {
            throw ValidationError("It takes a number of records, or a share such as 5%, but it was given \"\(text)\".")
        }
        return amount
    }
}
