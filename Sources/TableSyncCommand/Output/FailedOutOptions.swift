import ArgumentParser
import TabularFiles

/// The option for a file with the rows that failed.
struct FailedOutOptions: ParsableArguments {
    @Option(
        name: .customLong("failed-out"),
        help: ArgumentHelp(
            "Write the rows that failed to this file, with what is wrong with them, to be mended and pushed.",
            discussion: "Its own columns are _line, _code, _field and _message, which a push leaves out.",
            valueName: "file"),
        completion: .file())
    var path: String?

    func validate() throws {
        if path == "-" || path?.isEmpty == true { throw ValidationError("--failed-out takes a file to be written.") }
    }
}
