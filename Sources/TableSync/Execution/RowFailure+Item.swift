import TableModel

extension RowFailure {
    /// The failure of a row of a run whose rows have keys, or have none.
    init(_ error: RemoteError, of item: RunItem, hasKey: Bool) {
        guard hasKey, error.code == .unknownRecord, let id = item.element.id, error.mention?.recordID ?? id == id else {
            self.init(error)
            return
        }
        self.init(
            error,
            message:
                "The record \(id), which this row was to update, does not exist any more. The next push creates it "
                + "again.")
    }
}
