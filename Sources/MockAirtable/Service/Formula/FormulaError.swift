/// Why a formula was refused before any record was looked at.
///
/// The service tells its callers nothing but `answer`; the reason and the place are for whoever debugs a test against the mock.
struct FormulaError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: Hashable, Sendable {
        /// The text is not a formula.
        case invalidSyntax
        /// The function is not one that the mock knows; the real service may know it.
        case unknownFunction
        /// The function exists, but does not take that many arguments.
        case wrongArguments
    }

    /// What the service says about all of them, after its prefix for filters (airtable-api.md 2.5).
    static let answer = "Invalid formula. Please check your formula text."

    var code: Code
    /// Where in the formula, in UTF-8 bytes from its beginning.
    var offset: Int
    /// What was found there and what was expected: the end of a sentence.
    var reason: String

    var description: String { "The formula cannot be read at byte \(offset): \(reason)." }
}
