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
            "Write that value into records that no row names, instead of deleting them.",
            discussion: "With --delete=tracked only into those that this tool wrote.", valueName: "field=value"))
    var archive: String?

    @Option(
        help: ArgumentHelp(
            "Refuse a plan that deletes or archives more than so many records, or than that share, such as 25 or 5%.",
            discussion: "Default: 10%.", valueName: "n|n%"),
        transform: SafetyLimits.Amount.reading)
    var maxDelete: SafetyLimits.Amount?

    /// What ``delete`` names; nil if it was not said.
    var extent: DeleteName? { delete.flatMap(DeleteName.init(rawValue:)) }

    /// The option that does away with records that no row names; nil if none was given.
    var given: String? { delete != nil ? "--delete" : archive != nil ? "--archive" : nil }

    func validate() throws {
        if let delete, extent == nil {
            throw ValidationError("--delete takes all or tracked, but it was given \"\(delete)\".")
        }
        if let archive, ArchiveText(archive) == nil {
            throw ValidationError("--archive takes field=value, but it was given \"\(archive)\".")
        }
        if maxDelete != nil, given == nil {
            throw ValidationError("--max-delete says nothing without --delete or --archive: nothing is deleted.")
        }
    }

    /// Asks `request` to do away with the records that no row names, if that was said.
    func apply(to request: inout PlanningRequest) {
        guard given != nil else { return }
        request.plan.mode = .mirror((extent ?? .all).policy)
        request.plan.limits.maxDelete = maxDelete
        request.archive = archive.flatMap(ArchiveText.init)
    }
}
