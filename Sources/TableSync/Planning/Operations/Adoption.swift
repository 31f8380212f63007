/// A record that was found equal to a row of the source by value.
///
/// Noting it lets the next plan know the row without converting it. It is noted when the plan is carried out, and only if the
/// record's cells are still the ones that were seen.
public struct Adoption: Sendable, Hashable {
    /// The record's row in the snapshot.
    package let rowID: Int64
    package let seen: Fingerprint
    package let source: Fingerprint

    package init(rowID: Int64, seen: Fingerprint, source: Fingerprint) {
        self.rowID = rowID
        self.seen = seen
        self.source = source
    }
}
