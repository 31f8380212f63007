/// Who writes, when, and what beside records the write may make.
struct WriteAuthor: Sendable, Hashable {
    /// Nil for a write past the API.
    var user: ServiceUser?
    var time: ServiceInstant
    /// Whether typecast may add choices to select fields.
    var mayCreateChoices: Bool
}
