import ArgumentParser
import TableSync

/// The options that say which records a file is held against.
struct ScopeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Hold the file against the records for which this formula is true, and against no others.",
            valueName: "formula"))
    var `where`: String?

    @Option(
        help: ArgumentHelp(
            "Hold the file against the records that this view shows, by name or id, and against no others.",
            valueName: "view"))
    var view: String?

    func validate() throws {
        for (option, value) in [("--where", self.where), ("--view", view)] {
            guard value?.allSatisfy(\.isWhitespace) == true else { continue }
            throw ValidationError("\(option) was given nothing. Leave it out to mean the whole table.")
        }
    }

    /// Asks `request` to keep to these records.
    func apply(to request: inout PlanningRequest) {
        request.scope = Scope(formula: self.where, view: view)
    }
}
