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
    /// - Parameters:
    ///   - runs: The newest first.
    ///   - home: The base whose newest run is the last. A run that is named may be of another, unless the command line says which.
    /// - Throws: ``CommandError`` with exit code 3 if that is none of them, or several.
    func run(among runs: [ShelvedRun], home: HomeBase = .any) throws(CommandError) -> ShelvedRun {
        if isLast {
            guard let newest = home.runs(among: runs).first else { throw CommandError(.invalidSource, home.noRun) }
            return newest
        }
        let run = try named(among: runs, home)
        try home.require(run.run)
        return run
    }

    private func named(among runs: [ShelvedRun], _ home: HomeBase) throws(CommandError) -> ShelvedRun {
        let all = runs.filter { $0.run.id.rawValue.hasPrefix(text) }
        let said = home.isSaid ? home.runs(among: all) : []
        let found = said.isEmpty ? all : said
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
