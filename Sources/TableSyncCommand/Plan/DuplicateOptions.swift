import ArgumentParser
import TableSync

/// The options that say what to do when several rows, or several records, have one key.
struct DuplicateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to do when rows share a key: error, first (take the first) or skip (take none). Default: error.",
            valueName: "policy"))
    var duplicateRows = DuplicateName.error

    @Option(
        help: ArgumentHelp(
            "What to do when records share a row's key: error, first (take the oldest) or skip (take none). Default: error.",
            valueName: "policy"))
    var duplicateRecords = DuplicateName.error

    /// The options that were given something else than they have by themselves.
    var given: [String] {
        [
            duplicateRows == .error ? nil : "--duplicate-rows",
            duplicateRecords == .error ? nil : "--duplicate-records",
        ].compactMap(\.self)
    }

    /// Asks `request` to do so.
    func apply(to request: inout PlanningRequest) {
        request.plan.duplicateRows = duplicateRows.policy
        request.plan.duplicateRecords = duplicateRecords.policy
    }
}
