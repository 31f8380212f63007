public import TableModel

/// Reads that take more than one request.
extension ReadableTable {
    /// Reads the records with these ids, a hundred a request.
    ///
    /// - Returns: A record for each id in the order of `ids`; nil where there is none.
    /// - Throws: `RemoteError` if they cannot be read, with the code `budget-reached` if that takes more requests than
    ///   ``RunOptions/maxRequests``; `CancellationError` if the task was cancelled.
    public func records(
        withIDs ids: [RecordID], fields: [String]? = nil, options: RunOptions = RunOptions()
    ) async throws -> [Record?] {
        let reader = RepeatingReader(
            self, retry: options.retry, time: options.time, meter: RequestMeter(limit: options.maxRequests),
            stop: options.stopSignal)
        var found: [RecordID: Record] = [:]
        for start in stride(from: 0, to: ids.count, by: limits.recordsPerPage) {
            let page = Array(ids[start..<min(start + limits.recordsPerPage, ids.count)])
            for record in try await reader.all(RecordQuery(.ids(page), fields: fields)).records {
                found[record.id] = record
            }
        }
        return ids.map { found[$0] }
    }
}
