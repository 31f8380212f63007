/// What nobody has verified about the syntax of the real service, as switches. The defaults refuse, so that a client which passes
/// against the mock passes against either reality (airtable-api.md 9.1, tag U).
struct FormulaDialect: Hashable, Sendable {
    /// Whether `and(…)` means `AND(…)`.
    var ignoresFunctionCase = false
    /// Whether a text literal may hold a raw line feed or carriage return.
    var allowsLineBreaksInText = false
    /// Whether `\n`, `\r` and `\t` in a text literal stand for the control characters.
    var understandsControlEscapes = false

    static let strict = FormulaDialect()
}
