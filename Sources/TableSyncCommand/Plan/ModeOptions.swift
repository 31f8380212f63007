import ArgumentParser
import TableSync

/// The options that leave out a part of what a push does.
struct ModeOptions: ParsableArguments {
    @Flag(help: "Create nothing: skip rows that have no record.")
    var updateOnly = false

    @Flag(help: "Update nothing: skip rows that have a record.")
    var createOnly = false

    @Flag(help: "Write into empty cells only; never overwrite one that holds something.")
    var fillMissing = false

    /// The options that were given.
    var given: [String] {
        [
            updateOnly ? "--update-only" : nil, createOnly ? "--create-only" : nil,
            fillMissing ? "--fill-missing" : nil,
        ].compactMap(\.self)
    }

    func validate() throws {
        guard given.count <= 1 else { throw ValidationError("Say only one of \(Wording.list(given)).") }
    }

    /// What may be done with rows.
    var mode: PlanMode {
        if updateOnly { return .updateOnly }
        if createOnly { return .createOnly }
        return fillMissing ? .fillMissing : .push
    }
}
