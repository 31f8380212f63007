import ArgumentParser
import TableSync

/// A run as the command line names it: by the beginning of its id, or as `last`.
struct RunName: ExpressibleByArgument, Sendable, Hashable {
    private let text: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        text = argument
    }

    /// Whether the newest one is meant, whatever it is called.
    var isLast: Bool { text == "last" }

    /// The one of `runs` that is meant.
    ///
    /// - Parameter runs: The newest first.
    /// - Throws: ``CommandError`` with exit code 3 if that is none of them, or several.
    func run(among runs: [ShelvedRun]) throws(CommandError) -> ShelvedRun {
        if isLast {
            guard let newest = runs.first else { throw CommandError(.invalidSource, "There is no run.") }
            return newest
        }
        let found = runs.filter { $0.run.id.rawValue.hasPrefix(text) }
        guard let first = found.first else {
            throw CommandError(
                .invalidSource, "No run's name begins with \"\(text)\". tablesync runs lists all there are.")
        }
        guard found.count == 1 else {
            throw CommandError(
                .invalidSource,
                "The names of \(Wording.count(found.count, "run")) begin with \"\(text)\": "
                    + "\(Wording.several(found.map(\.run.id.rawValue))). Say more of the name.")
        }
        return first
    }
}
