import TableModel

/// Reads again what a plan is about to touch, and tells exactly which records are not what the plan saw.
///
/// Records to update, archive or delete are read by their ids, and records to create are looked for by their keys, both a page
/// of a hundred at a time: ⌈k/100⌉ + ⌈c/100⌉ requests.
struct DriftCheck<Reader: PageReader>: Sendable {
    let header: PlanHeader
    let reader: Reader

    func drifts<Steps: AsyncSequence>(of operations: Steps) async throws -> (drifts: Drifts, cost: ReadCost)
    where Steps.Element == PlanOperation {
        var drifts = Drifts()
        var cost = ReadCost()
        var written: [PlanOperation] = []
        var created = KeyPage<(PlannedCreate, RecordKey)>(for: reader)
        for try await step in operations {
            switch step {
            case .update, .archive, .delete: written.append(step)
            case .create(let create):
                guard let key = header.managed.storedKey(of: create.fields) else { continue }
                try await look(for: created.add((create, key), key: key), &drifts, &cost)
            case .unchanged, .skipped, .invalid, .adopt: break
            }
            if written.count == reader.recordsPerPage {
                try await look(at: written, &drifts, &cost)
                written.removeAll(keepingCapacity: true)
            }
        }
        if !written.isEmpty { try await look(at: written, &drifts, &cost) }
        try await look(for: created.removeAll(), &drifts, &cost)
        return (drifts, cost)
    }

    private func look(at steps: [PlanOperation], _ drifts: inout Drifts, _ cost: inout ReadCost) async throws {
        var found: [RecordID: Record] = [:]
        let fields = steps.contains(where: \.isOfWholeRecord) ? nil : header.managed.names
        let query = RecordQuery(.ids(steps.compactMap(\.recordID)), fields: fields)
        let read = try await reader.read(query) { page in
            for record in page.records { found[record.id] = record }
            return .goOn
        }
        cost.add(read)
        for step in steps {
            guard let id = step.recordID else { continue }
            guard let record = found[id] else {
                drifts.add(Drift(.gone, id, key: step.key, line: step.line))
                continue
            }
            if !header.isUnmoved(record, since: step) {
                drifts.add(Drift(.changed, id, key: step.key, line: step.line))
            }
        }
    }

    private func look(
        for creates: [(PlannedCreate, RecordKey)], _ drifts: inout Drifts, _ cost: inout ReadCost
    ) async throws {
        guard !creates.isEmpty else { return }
        let managed = header.managed
        var found: [RecordKey: RecordID] = [:]
        let fields = managed.key.map { KeyField(name: $0.name, type: $0.type) }
        let query = RecordQuery(.keys(creates.map(\.1.values), of: fields), fields: managed.names)
        let read = try await reader.read(query) { page in
            for record in page.records {
                if let key = managed.storedKey(of: record.fields) { found[key] = record.id }
            }
            return .goOn
        }
        cost.add(read)
        for (create, key) in creates {
            guard let id = found[key] else { continue }
            drifts.add(Drift(.appeared, id, key: create.key, line: create.line))
        }
    }
}

extension PlanOperation {
    /// The record that the step changes or deletes.
    var recordID: RecordID? {
        switch self {
        case .update(let update), .archive(let update): update.id
        case .delete(let delete): delete.id
        case .create, .unchanged, .skipped, .invalid, .adopt: nil
        }
    }

    /// Whether the step was planned on all cells of its record, not only on the managed ones.
    fileprivate var isOfWholeRecord: Bool {
        guard case .delete(let delete) = self else { return false }
        return delete.whole != nil
    }
}

extension PlanHeader {
    /// Whether a record that was read again, whole if the step was planned on all of it, is what the step saw.
    func isUnmoved(_ record: Record, since step: PlanOperation) -> Bool {
        switch step {
        case .update(let update), .archive(let update): managed.rowFingerprint(of: record.fields) == update.seen
        case .delete(let delete):
            managed.rowFingerprint(of: record.fields) == delete.seen
                && (delete.whole == nil || whole?.rowFingerprint(of: record.fields) == delete.whole)
        case .create, .unchanged, .skipped, .invalid, .adopt: true
        }
    }
}

extension ReadCost {
    mutating func add(_ other: ReadCost) {
        requests += other.requests
        repeats += other.repeats
    }
}
