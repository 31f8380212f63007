import TableModel

extension Attempt {
    /// Whether the request went out. One for which no connection came about did not, and counts for nobody.
    var hasLeft: Bool { error?.code != .unreachable }
}
