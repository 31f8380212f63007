/// The environment variables of the command's own, which all begin with `TABLESYNC_`.
enum Variables {
    /// Those that mean something.
    static let known = SettingsReader.Key.allCases.map(\.variable) + ["TABLESYNC_TOKEN", "TABLESYNC_STATE_DIR"]

    /// What the user should know about variables that mean nothing, as sentences. Others may use the beginning of the name
    /// for purposes of their own, so that they are no error.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if one is a known name but for case and underscores: whoever set it
    ///   relies on it.
    static func notes(_ environment: [String: String]) throws(CommandError) -> [String] {
        var notes: [String] = []
        for name in environment.keys.sorted() where environment[name] != "" && !known.contains(name) {
            guard name.uppercased().hasPrefix("TABLESYNC_") else { continue }
            if let near = known.first(where: { bare($0) == bare(name) }) {
                throw CommandError(.invalidSource, "The variable \(name) means nothing. Did you mean \(near)?")
            }
            notes.append("The variable \(name) means nothing to tablesync.")
        }
        return notes
    }

    private static func bare(_ name: String) -> String { name.uppercased().filter { $0 != "_" } }
}
