/// Why a schema file cannot be used: everything that is wrong with it, each with its place and what to do.
///
/// Nothing of the file was taken over.
public struct SchemaFileError: Error, Sendable, Hashable {
    /// One thing that is wrong.
    public struct Problem: Sendable, Hashable {
        /// Where: `line 3, column 7` for a text that is no JSON, else the way to the member, such as
        /// `tables[0].fields[2].options`. Empty for the file as a whole.
        public var place: String
        /// What is wrong and what to do, in whole sentences.
        public var message: String
    }

    /// The path as the caller gave it.
    public var path: String
    /// What is wrong, in the order of the file; at least one.
    public var problems: [Problem]
}

extension SchemaFileError: CustomStringConvertible {
    /// How many problems are told in full.
    private static let problemsTold = 20

    public var description: String {
        let told = problems.prefix(Self.problemsTold)
            .map { $0.place.isEmpty ? $0.message : "\($0.place): \($0.message)" }
        let rest = problems.count - told.count
        if told.count == 1, rest == 0 { return "The schema file \(path) cannot be used. \(told[0])" }
        let more = rest > 0 ? ["… and \(rest) more."] : []
        return (["The schema file \(path) cannot be used:"] + (told + more).map { "  \($0)" }).joined(separator: "\n")
    }
}
