import ArgumentParser
import TableSync

/// The options that do away with records that no row names.
struct MirrorOptions: ParsableArguments {
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
        transform: SafetyLimits.Amount.reading)
    var maxDelete: SafetyLimits.Amount?

    @Flag(help: "Take a file without rows for what it says.")
    var allowEmpty = false

    /// What ``delete`` names; nil if nothing is deleted.
    var extent: DeleteName? { delete.flatMap(DeleteName.init(rawValue:)) }

    func validate() throws {
        if let delete, extent == nil {
            throw ValidationError("--delete takes all or tracked, but it was given \"\(delete)\".")
        }
    }

    /// Asks `request` to do away with the records that no row names, if that was said.
    func apply(to request: inout PlanningRequest) {
        request.plan.limits.allowsEmptySource = allowEmpty
        guard let extent else { return }
        request.plan.mode = .mirror(extent.policy)
        request.plan.limits.maxDelete = maxDelete
    }
}
