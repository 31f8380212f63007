import TableModel

/// What is left when the source is over.
extension Planner {
    /// The places of the records that a mirror does away with: those that no row named, in the order of the snapshot. Empty for
    /// other modes.
    ///
    /// Call it once, after the last row.
    mutating func vanished() -> [Int] {
        var places: [Int] = []
        if let policy = options.mode.deletePolicy {
            places = (0..<index.count).filter { place in
                named.line(place) == nil && index.hasKey(place) && (policy.extent == .all || index.isTracked(place))
            }
        }
        counts.kept = named.countUnnamed - places.count
        return places
    }

    /// The places of the records that no row named and that stay, if records are to be created: what is to be created may be one of
    /// them under another spelling of its key. At most so many.
    func bystanders(_ limit: Int) -> [Int] {
        let policy = options.mode.deletePolicy
        guard !looksCreated.isEmpty, named.countUnnamed > 0, policy?.extent != .all else { return [] }
        let isDoomed = { (place: Int) in policy != nil && index.isTracked(place) }
        let places = (0..<index.count).lazy.filter { place in
            named.line(place) == nil && index.hasKey(place) && !isDoomed(place)
        }
        return Array(places.prefix(limit))
    }

    /// Notes whether the key of one of the ``bystanders(_:)`` looks like one that is to be created.
    mutating func look(at record: Record) {
        guard let key = managed.storedKey(of: record.fields), looksCreated.contains(key.looseHash.low) else { return }
        likenesses = (likenesses.count + 1, likenesses.first ?? key.text)
    }

    /// How the record at one of the places of ``vanished()`` is done away with; nil if it is archived already.
    mutating func doAway(with record: Record, at place: Int) -> PlanOperation? {
        guard let policy = options.mode.deletePolicy else { return nil }
        let key = managed.storedKey(of: record.fields)
        let texts = key.map(texts) ?? []
        let operation: PlanOperation
        if let mark = policy.mark {
            let change = CellChange(
                of: record.fields, to: [mark.field.name: mark.value], in: [CellChange.Field(mark.field)])
            guard !change.isEmpty else {
                counts.kept += 1
                return nil
            }
            operation = .archive(
                PlannedUpdate(
                    line: nil, id: record.id, key: texts, before: change.before, after: change.after,
                    seen: index.cells(place), source: nil))
        } else {
            let names = managed.fields.map(\.name).filter { record.fields[$0]?.isBlank == false }
            let before = Fields(names.map { ($0, record.fields[$0] ?? .null) })
            operation = .delete(PlannedDelete(id: record.id, key: texts, before: before, seen: index.cells(place)))
        }
        if let key, looksCreated.contains(key.looseHash.low) {
            lookalikes = (lookalikes.count + 1, lookalikes.first ?? key.text)
        }
        counts.add(operation)
        return operation
    }

    /// What the reader of the plan must know, refusals first.
    ///
    /// - Parameter isComplete: Whether the snapshot holds every record.
    func findings(isComplete: Bool) -> [SafetyFinding] {
        SafetyCheck(
            options: options, counts: counts, recordCount: index.count, trackedCount: index.countTracked,
            recordsWithoutKey: index.countWithoutKey, isComplete: isComplete, rowsMatched: rowsMatched,
            rowsWithoutKey: rowsWithoutKey.count, keyProblem: rowsWithoutKey.first?.problems.first?.message,
            firstLineWithoutKey: rowsWithoutKey.first?.line, duplicateRows: duplicateRows,
            ambiguousRows: ambiguousRows, lookalikes: lookalikes.count, lookalike: lookalikes.first,
            likenesses: likenesses.count, likeness: likenesses.first
        ).findings + doubtfulKeys.findings
    }
}
