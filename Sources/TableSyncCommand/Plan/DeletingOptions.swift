import ArgumentParser
import TableSync

/// The options that say what becomes of records that no row names.
struct DeletingOptions: ParsableArguments {
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

    @Flag(help: "Take a file without rows for what it says.")
    var allowEmpty = false

    /// What ``delete`` names; nil if nothing is deleted.
    var extent: DeleteName? { delete.flatMap(DeleteName.init(rawValue:)) }

    func validate() throws {
        if let delete, extent == nil {
            throw ValidationError("--delete takes all or tracked, but it was given \"\(delete)\".")
        }
    }

    /// What `planning` asks for, and what may be deleted.
    func request(_ planning: PlanningOptions) -> PlanningRequest {
        var request = planning.request
        if let extent { request.plan.mode = .mirror(extent.policy) }
        request.plan.limits.maxDelete = maxDelete
        request.plan.limits.allowsEmptySource = allowEmpty
        return request
    }

    /// - Throws: `ValidationError` if `planning` forbids what a mirror does.
    func check(_ planning: PlanningOptions) throws {
        guard delete != nil, let mode = planning.modes.first else { return }
        throw ValidationError("Say only one of \(mode) and --delete.")
    }
}
