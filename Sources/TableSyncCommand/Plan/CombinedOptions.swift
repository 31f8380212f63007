import ArgumentParser

/// The option for a file with every step of a plan.
struct CombinedOptions: ParsableArguments {
    @Option(
        name: .customLong("combined"),
        help: ArgumentHelp(
            "Write every row with what is done to it to this CSV file: + create, ~ update, - delete, = unchanged.",
            discussion: "Also: . skipped, ! refused. Nothing is cut.", valueName: "file"),
        completion: .file())
    var path: String?

    func validate() throws {
        if path == "-" || path?.isEmpty == true { throw ValidationError("--combined takes a file to be written.") }
    }
}
