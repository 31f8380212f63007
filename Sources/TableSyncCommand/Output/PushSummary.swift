/// What a push did.
struct PushSummary: Sendable, Hashable {
    let file: String
    let table: String
    let rows: Int
    var created = 0
    var updated = 0
    /// Rows whose record says what they say; not known of rows without a key.
    var unchanged = 0
    /// Rows that were not to be written.
    var skipped = 0
    var failed = 0
    var unknown = 0
    var notAttempted = 0
    var requests = 0
    var repeats = 0
    var duration = Duration.zero
    /// Why the push ended before the file did, as a sentence; nil if it did not.
    var stopped: String?
    var exitCode: Int32 = 0

    init(file: String, table: String, rows: Int) {
        self.file = file
        self.table = table
        self.rows = rows
    }

    /// Rows with an outcome; equal to `rows` or something is wrong in here.
    var accounted: Int { created + updated + unchanged + skipped + failed + unknown + notAttempted }
}
