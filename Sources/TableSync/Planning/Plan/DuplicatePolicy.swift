/// What to do when several rows, or several records, have one key.
public enum DuplicatePolicy: String, Sendable, Hashable {
    /// The plan is refused, and the lines or records are named.
    case error
    /// The first row, or the oldest record, is taken, and the others are left alone.
    case first
    /// All of them are left alone.
    case skip
}
