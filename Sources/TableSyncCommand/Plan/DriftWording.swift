import TableSync

/// What became of a record that somebody else was at, for people.
enum DriftWording {
    /// - Parameter scope: The part of the table that was meant.
    static func sentence(_ drift: Drift, _ scope: Scope) -> String {
        guard drift.kind == .appeared, !scope.isWholeTable else { return "\(drift) It was left alone." }
        let place = drift.line.map { "the row on line \($0)" } ?? "a row"
        let key = drift.key.joined(separator: " + ")
        return "Record \(drift.id) has the key \"\(key)\" of \(place) and lies outside of the "
            + "part of the table that is looked at. It was left alone."
    }
}
