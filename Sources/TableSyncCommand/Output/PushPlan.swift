/// What a push of rows without a key would do.
struct PushPlan: Sendable, Hashable {
    let file: String
    let table: String
    /// Rows that would be sent.
    var rows = 0
    /// Rows with a problem, which would not.
    var invalid = 0
    /// Requests for finding the table, making what is missing, and writes.
    var requests = 0
    /// How long they take at the pace; nil if nothing paces.
    var duration: Duration?
    /// The fields that would be created, as `name (type)`; the whole table if `createsTable`.
    var newFields: [String] = []
    var createsTable = false
    /// What would be created beside records, as a sentence; nil if nothing would.
    var preview: String?

    init(file: String, table: String) {
        self.file = file
        self.table = table
    }
}
