import TableModel

extension RowFailure {
    /// The failure of each row of a request that was refused for one of them, nobody says which.
    init(_ error: RemoteError, ofOneAmong count: Int) {
        let doubt = count == 1 ? "" : " This is said of a request of \(count) rows, without naming one."
        self.init(error, message: "\(error)\(doubt)")
    }

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
