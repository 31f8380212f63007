import TableModel

/// Rows whose records' cells had to be looked at.
extension Planner {
    /// Says what is to be done with a row, given its records in the order of ``Comparison/rowIDs``.
    ///
    /// - Precondition: There is a record for each row id.
    mutating func compare(_ comparison: Comparison, with records: [Record]) -> PlannerStep {
        precondition(
            records.count == comparison.rowIDs.count && !records.isEmpty,
            "A row was to be compared with \(comparison.rowIDs.count) records, not \(records.count).")
        // Which of several records a row means does not matter where none is written.
        guard records.count > 1, options.mode != .createOnly else {
            return compare(comparison, with: records[0], at: comparison.places[0])
        }
        ambiguousRows += 1
        let oldest = records.indices.min {
            (records[$0].createdTime, records[$0].id) < (records[$1].createdTime, records[$1].id)
        }
        if options.duplicateRecords == .first, let oldest {
            return compare(comparison, with: records[oldest], at: comparison.places[oldest])
        }
        let ids = Listing.text(records.map(\.id.rawValue).sorted())
        let reason = RowFailure(
            .ambiguousKey, field: managed.key.first?.name,
            message: "\(records.count) records have the key \"\(comparison.key.joined(separator: " + "))\": \(ids). "
                + "Keep one of them.")
        return done(
            options.duplicateRecords == .skip
                ? .skipped(SkippedRow(line: comparison.line, key: comparison.key, reason: reason))
                : .invalid(InvalidRow(line: comparison.line, key: comparison.key, problems: [reason])))
    }

    private mutating func compare(_ comparison: Comparison, with record: Record, at place: Int) -> PlannerStep {
        let change = CellChange(
            of: record.fields, to: comparison.fields, in: fields,
            onlyFilling: options.mode == .fillMissing)
        guard !change.isEmpty else {
            // Records that share a key are not adopted: a row must not find one of them without the others. What is known of
            // its row need not be noted again.
            let adoption =
                change.isWhole && comparison.places.count == 1 && index.unmoved(source: comparison.source) != place
                ? Adoption(rowID: index.rowID(place), seen: index.cells(place), source: comparison.source) : nil
            return unchanged(line: comparison.line, key: comparison.key, adoption)
        }
        guard options.mode != .createOnly else {
            return skip(
                comparison.line, comparison.key, .alreadyInTable,
                "A record has the key \"\(comparison.key.joined(separator: " + "))\", and none may be updated.")
        }
        return done(
            .update(
                PlannedUpdate(
                    line: comparison.line, id: record.id, key: comparison.key, before: change.before,
                    after: change.after, seen: index.cells(place),
                    source: change.isWhole ? comparison.source : nil)))
    }
}
