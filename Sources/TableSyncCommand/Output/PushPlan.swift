/// What a push would do.
struct PushPlan: Sendable, Hashable {
    var file: String
    var table: String
    /// Rows that would be sent.
    var rows: Int
    /// Rows with a problem, which would not.
    var invalid: Int
    /// Requests for finding the table, keys that must be read, and writes.
    var requests: Int
    /// How long they take at the pace; nil if nothing paces.
    var duration: Duration?
    /// The fields that would be created, as `name (type)`; the whole table if `createsTable`.
    var newFields: [String]
    var createsTable: Bool
    var isKeyed: Bool
}
