import RateLimiting
import TableModel

/// What is written to undo a page of operations, decided from what is there now.
extension Undoing {
    private typealias Decided = (operation: Int, id: RecordID, decision: UndoRules.Decision)

    @Sendable func recreations(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let images = try images(page.compactMap { deleted[$0.operation] })
        let todo = page.compactMap { operation, _ -> (operation: Int, id: RecordID)? in
            guard let id = deleted[operation], desk.replaced[id] == nil else {
                settleRecreated(operation, images)
                return nil
            }
            if case .unknown = undone[operation] {
                leaveUnknown(operation)
                return nil
            }
            return (operation, id)
        }
        let present = try await read(.ids(todo.map(\.id)), fields: [])
        let taken = try await keysTaken(todo.compactMap { images[$0.id] })
        return todo.compactMap { operation, id in
            var decision = UndoRules.Decision()
            // Somebody may have taken it out of the trash, where records keep their ids.
            if present[id] == nil {
                if let other = taken[id] {
                    decision.conflicts = [.keyTaken(by: other)]
                } else if let image = images[id] {
                    decision = rules.recreation(of: image)
                } else {
                    decision.conflicts = [.noPreImage]
                }
            }
            return desk.take(decision, operation, id, id: nil)
        }
    }

    /// Nothing is to be done about an operation whose record is there again.
    private func settleRecreated(_ operation: Int, _ images: [RecordID: Record]) {
        if undo.hasUntoldPart, let id = deleted[operation] {
            desk.recall(operation, id, losing: images[id].map { rules.recreation(of: $0).losses } ?? [])
        }
        desk.settle(operation)
    }

    /// The records that have the keys of deleted ones now, by the ids of these: those of others, for the run may have deleted several
    /// records of one key.
    private func keysTaken(_ images: [Record]) async throws -> [RecordID: RecordID] {
        let key = run.description.key.compactMap { schema.field($0) }
        guard !key.isEmpty, key.count == run.description.key.count else { return [:] }
        let form = KeyForm(key)
        let keyed = images.filter { form.storedKey(of: $0.fields) != nil }
        let values = keyed.map { image in key.map { image.fields[$0.name] ?? .null } }
        let fields = key.map { KeyField(name: $0.name, type: $0.type) }
        let found = try await read(.keys(values, of: fields), fields: key.map(\.name))
        let ours = Set(desk.replaced.values).union(deleted.values)
        let others = found.values.filter { !ours.contains($0.id) }
        let owners = Dictionary(others.map { (form.storedKey(of: $0.fields), $0.id) }) { first, _ in first }
        var taken: [RecordID: RecordID] = [:]
        for image in keyed { taken[image.id] = owners[form.storedKey(of: image.fields)] }
        return taken
    }

    @Sendable func restorations(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let writes = try journal.writes(at: page.compactMap(\.deed.intent))
        let told = try journal.records(at: page.map(\.deed.told))
        let steps = run.description.preImages.areKnown ? try journal.steps(of: run, at: page.map(\.operation)) : [:]
        let images = try images(told.values.map(\.id))
        let now = try await read(.ids(told.values.map(\.id).sorted()))
        var rules = rules
        rules.replaced = desk.replaced
        let decisions = page.compactMap { operation, deed -> Decided? in
            guard let record = told[deed.told], let write = deed.intent.flatMap({ writes[$0] }) else { return nil }
            let written = cells(changedBy: write.element, replacing: write.verb == .replace)
            let before = steps[operation]?.before ?? images[record.id]?.cells(written.names)
            var decision = rules.restoration(
                of: record.fields, written: written, before: before, now: now[record.id])
            if undo.isUndone(operation, undone[operation]) {
                decision.fields = nil
                decision.conflicts = []
            }
            return (operation, record.id, decision)
        }
        let inPart = decisions.filter { $0.decision.fields != nil }
        try undo.note(
            inPart.flatMap { operation, id, decision in
                decision.conflicts.map { UndoConflict($0, id, operation: operation) }
            }, in: journal)
        return decisions.compactMap { operation, id, decision in desk.take(decision, operation, id, id: id) }
    }

    /// The cells that a write changes: one that replaces the record clears those that it does not mention.
    private func cells(changedBy element: WriteChunk.Element, replacing: Bool) -> Fields {
        var cells = element.fields
        for field in schema.fields where replacing && !field.type.isComputed && cells[field.name] == nil {
            cells[field.name] = .null
        }
        return cells
    }

    /// The records that were created again and that linked to others that were deleted.
    func relinkable(_ deletes: [UndoElements.Operation]) throws -> [UndoElements.Operation] {
        let replaced = desk.replaced
        var found: [UndoElements.Operation] = []
        for page in deletes.pages(of: table.limits.recordsPerPage) {
            let images = try images(page.compactMap { deleted[$0.operation] })
            found += page.filter { operation, _ in
                guard let id = deleted[operation], replaced[id] != nil, let image = images[id] else { return false }
                return rules.needsRelinking(image)
            }
        }
        return found
    }

    @Sendable func relinkings(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        var rules = rules
        rules.replaced = desk.replaced
        let images = try images(page.compactMap { deleted[$0.operation] })
        let now = try await read(.ids(page.compactMap { deleted[$0.operation].flatMap { rules.replaced[$0] } }))
        return page.compactMap { operation, _ in
            guard let id = deleted[operation], let image = images[id], let new = rules.replaced[id] else { return nil }
            return desk.take(rules.relinking(of: image, now: now[new]), operation, id, id: new)
        }
    }

    @Sendable func removals(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let writes = try journal.writes(at: page.compactMap(\.deed.intent))
        let told = try journal.records(at: page.map(\.deed.told))
        let now = try await read(.ids(told.values.map(\.id).sorted()))
        return page.compactMap { operation, deed in
            guard let record = told[deed.told] else { return nil }
            let written = deed.intent.flatMap { writes[$0] }?.element.fields ?? Fields()
            let decision = rules.removal(of: record, written: written, now: now[record.id])
            return desk.take(decision, operation, record.id, id: record.id)
        }
    }

    /// The records as they were before the run, as far as it read them.
    private func images(_ ids: some Sequence<RecordID>) throws -> [RecordID: Record] {
        try journal.preImages(of: run, ids)
    }

    private func read(_ filter: RecordQuery.Filter, fields: [String]? = nil) async throws -> [RecordID: Record] {
        switch filter {
        case .ids(let ids) where ids.isEmpty: return [:]
        case .keys(let keys, _) where keys.isEmpty: return [:]
        default: break
        }
        let reader = RepeatingReader(
            table, retry: options.retry, time: options.time, meter: RequestMeter(within: options.meter),
            stop: options.stopSignal)
        var found: [RecordID: Record] = [:]
        let cost = try await reader.read(RecordQuery(filter, fields: fields)) { page in
            for record in page.records { found[record.id] = record }
            return .goOn
        }
        desk.change { report in
            report.requests += cost.requests
            report.repeats += cost.repeats
        }
        return found
    }
}
