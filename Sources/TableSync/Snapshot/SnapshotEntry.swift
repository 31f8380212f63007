/// One record as a planner knows it, without its cells.
package struct SnapshotEntry: Sendable, Hashable {
    /// The record's number in this snapshot.
    package var rowID: Int64
    /// Stands for the key; nil if a part of it is blank.
    ///
    /// A record without a key is nobody's row, so no source says that it should go: it is never deleted under `tracked`.
    package var key: Fingerprint?
    /// Stands for the canonical cells as last seen.
    package var cells: Fingerprint
    /// Stands for the raw source row that was last pushed to the record, or found equal to it; nil if none was.
    package var source: Fingerprint?
    /// Whether the cells are still those that the service answered when `source` was pushed.
    package var isSettled: Bool
    /// Whether this tool created or changed the record at some time.
    package var isTracked: Bool

    package init(
        rowID: Int64, key: Fingerprint?, cells: Fingerprint, source: Fingerprint?, isSettled: Bool, isTracked: Bool
    ) {
        self.rowID = rowID
        self.key = key
        self.cells = cells
        self.source = source
        self.isSettled = isSettled
        self.isTracked = isTracked
    }
}
