import FoundationEssentials
package import TableModel

/// Makes plans: pulls rows, holds them against a snapshot, and writes the steps to a file.
///
/// Memory: some 70 bytes for each record of the snapshot, some 30 for each row whose key is new, and some twenty thousand rows; of a
/// file, up to 20 MB of rows that are read while the snapshot is.
package struct PlanMaker: Sendable {
    private let request: PlanRequest
    private let conversion: @Sendable (Row) -> ConvertedRow

    /// - Parameters:
    ///   - request: What is asked for.
    ///   - conversion: Gives the cells of a row as they would be sent. What decides how it does so must be in
    ///     `ManagedFields.conversion`.
    package init(_ request: PlanRequest, conversion: @escaping @Sendable (Row) -> ConvertedRow) {
        self.request = request
        self.conversion = conversion
    }

    /// Makes the plan that brings a table from what `snapshot` holds to what `rows` say.
    ///
    /// Look at ``Plan/findings`` before carrying it out: a plan that must not be is made all the same, so that it can be shown.
    /// Rows are pulled by one task and prepared by one for each processor; it runs apart from the caller's actor, since a source
    /// whose rows do not come from there would be switched to for every row.
    ///
    /// - Throws: ``PlanFileError``, ``SnapshotChanged``, what the rows and the snapshot throw, or `CancellationError`.
    @concurrent package func plan<Rows: AsyncSequence & Sendable>(
        of rows: Rows, against snapshot: some RecordSource, to destination: PlanDestination
    ) async throws -> Plan where Rows.Element == Row {
        let fingerprinter = RowFingerprinter(request.managed, links: request.links, secret: try snapshot.secret())
        var reading = RowReading(rows, fingerprinter: fingerprinter)
        let index = try await reading.index(of: snapshot)
        return try await plan(of: &reading, against: snapshot, index: index, to: destination)
    }

    /// Makes the plan where it is called from, of rows that are being read.
    ///
    /// - Parameter index: Of the records of `snapshot`.
    func plan<Rows>(
        of reading: inout RowReading<Rows>, against snapshot: some RecordSource, index: SnapshotIndex,
        to destination: PlanDestination
    ) async throws -> Plan {
        var making = try PlanMaking(
            request, snapshot: snapshot, index: index, destination: destination, conversion: conversion)
        try await prepare(&reading, with: making.preparer) { rows, prepared in try making.take(rows, prepared) }
        return try await making.finish()
    }

    /// Gives all rows to `take`, in order, with what was prepared of each.
    private func prepare<Rows>(
        _ reading: inout RowReading<Rows>, with preparer: RowPreparer,
        _ take: (RowBatch, [PreparedRow]) throws -> Void
    ) async throws {
        let width = max(1, ProcessInfo.processInfo.activeProcessorCount)
        try await withThrowingTaskGroup(of: Batch.self) { group in
            var ready: [Int: Batch] = [:]
            var started = 0
            var taken = 0
            func takeNext() async throws {
                while ready[taken] == nil, let batch = try await group.next() { ready[batch.number] = batch }
                guard let batch = ready.removeValue(forKey: taken) else { return }
                try take(batch.rows, batch.prepared)
                taken += 1
            }
            func start(_ piece: RowReading<Rows>.Piece, _ fingerprinter: RowFingerprinter) {
                let number = started
                started += 1
                group.addTask {
                    let rows = piece.fingerprinted(with: fingerprinter)
                    return Batch(number: number, rows: rows.rows, prepared: preparer.prepare(rows))
                }
            }
            while let piece = try await reading.next() {
                if started - taken > width { try await takeNext() }
                start(piece, reading.fingerprinter)
            }
            while taken < started { try await takeNext() }
        }
    }

    /// Rows that are prepared together.
    private struct Batch: Sendable {
        let number: Int
        let rows: RowBatch
        let prepared: [PreparedRow]
    }
}
