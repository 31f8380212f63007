package import TableModel

/// What the records are called that a source links to, and what it took to find that out.
package struct LinkedRecords: Sendable {
    /// The names, for the conversion of rows.
    package var names = LinkedNames()
    /// Where rows use them.
    package var links = NamedLinks()
    /// Requests that were sent.
    package var requests = 0
    /// What should be known of it, as sentences.
    package var notes: [String] = []

    /// Says that no row names a record by anything but its id.
    package init() {}
}
