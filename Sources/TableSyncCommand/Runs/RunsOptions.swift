import ArgumentParser

/// The options that say whose runs are meant.
struct RunsOptions: ParsableArguments {
    @Option(help: "The runs of that base only.")
    var base: String?

    @Flag(help: "The runs on the store on this machine, in the folder .tablesync.")
    var local = false

    /// The options that lead a command to the same service, as they are typed.
    var asTyped: String { local ? " --local" : "" }

    /// The journals that are meant.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if the environment names no state folder.
    func shelf(_ environment: [String: String], note: @escaping @Sendable (String) -> Void) throws -> JournalShelf {
        JournalShelf(
            stateFolder: try PlanPlace.folder(isLocal: local, environment: environment), base: base, note: note)
    }
}
