import ArgumentParser

/// The option that names the key, for commands that need one.
struct KeyOptions: ParsableArguments {
    static let help = ArgumentHelp(
        "The field, or up to three separated by commas, by which a row and a record are the same.",
        valueName: "a[,b[,c]]")

    @Option(help: KeyOptions.help)
    var unique: String

    func validate() throws { _ = try Self.fields(of: unique) }

    /// The names of the key's fields.
    var fields: [String] { Wording.names(in: unique) }

    /// The names that `unique` lists.
    ///
    /// - Throws: `ValidationError` if there are none, more than a key may have, or one twice.
    static func fields(of unique: String) throws -> [String] {
        let fields = Wording.names(in: unique)
        guard !fields.isEmpty, fields.count <= 3 else {
            throw ValidationError("--unique takes one to three fields, but \"\(unique)\" has \(fields.count).")
        }
        guard Set(fields).count == fields.count else {
            throw ValidationError("--unique names a field twice: \"\(unique)\".")
        }
        return fields
    }
}
