/// `--delete` before a file's name, as in `sync --delete users.csv`.
///
/// The parser would take the name for the option's value. A word behind `--delete` that is no extent is left to be what it is
/// without it; one that was meant to be an extent is then a file that is not there.
enum DeleteArgument {
    /// The arguments, with its value joined to each `--delete` that has none.
    static func joined(_ arguments: [String]) -> [String] {
        let options = arguments.prefix { $0 != "--" }
        return arguments.enumerated().map { index, argument in
            guard argument == "--delete", index < options.count, index + 1 < options.count,
                DeleteName(rawValue: options[index + 1]) == nil
            else { return argument }
            return "--delete=\(DeleteName.all.rawValue)"
        }
    }
}
