import FoundationEssentials
package import TableModel

/// Makes plans: pulls rows, holds them against a snapshot, and writes the steps to a file.
///
/// Memory: some 70 bytes for each record of the snapshot, some 30 for each row whose key is new, and some ten thousand rows.
package struct PlanMaker: Sendable {
    /// How many rows are prepared together at most: where a source has them in batches, about those of one.
    private static let batchSize = 2_500

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
    package func plan<Rows: AsyncSequence & Sendable>(
        of rows: Rows, against snapshot: some RecordSource, to destination: PlanDestination
    ) async throws -> Plan where Rows.Element == Row {
        try await plan(of: rows, against: snapshot, index: SnapshotIndex(of: snapshot), to: destination)
    }

    /// - Parameter index: Of the records of `snapshot`.
    @concurrent func plan<Rows: AsyncSequence & Sendable>(
        of rows: Rows, against snapshot: some RecordSource, index: SnapshotIndex, to destination: PlanDestination
    ) async throws -> Plan where Rows.Element == Row {
        var making = try PlanMaking(
            request, snapshot: snapshot, index: index, destination: destination, conversion: conversion)
        try await prepare(rows, with: making.preparer) { rows, prepared in try making.take(rows, prepared) }
        return try await making.finish()
    }

    /// Gives all rows to `take`, in order, with what was prepared of each.
    private func prepare<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, with preparer: RowPreparer, _ take: ([Row], [PreparedRow]) throws -> Void
    ) async throws where Rows.Element == Row {
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
            func start(_ rows: [Row]) {
                let number = started
                started += 1
                group.addTask {
                    var preparer = preparer
                    return Batch(number: number, rows: rows, prepared: preparer.prepare(rows))
                }
            }
            var pull = RowPull(rows, batchSize: Self.batchSize)
            while case let batch = try await pull.next(), !batch.isEmpty {
                try Task.checkCancellation()
                if started - taken > width { try await takeNext() }
                start(batch)
            }
            while taken < started { try await takeNext() }
        }
    }

    /// Rows that are prepared together.
    private struct Batch: Sendable {
        let number: Int
        let rows: [Row]
        let prepared: [PreparedRow]
    }
}
