import JSONText
import TableModel

/// What is to be done about one operation of a run to undo it: a pure decision from what the run did, what was there before, and
/// what is there now (design 5.5).
struct UndoRules: Sendable {
    /// What is to be written, and what stands in the way.
    struct Decision: Sendable, Hashable {
        /// The cells to write, for a record to delete no cells; nil if nothing is to be done.
        var fields: Fields?
        var conflicts: [UndoConflict.Kind] = []
        var losses: [UndoLoss.Kind] = []
    }

    let schema: TableSchema
    /// Records that the run deleted.
    let deleted: Set<RecordID>
    /// Their new ids, as far as they were created again.
    var replaced: [RecordID: RecordID] = [:]

    /// A record that the run created: it is deleted if nobody has written into it since. That a field was removed with its cell is
    /// no writing.
    ///
    /// - Parameters:
    ///   - told: The record as the service answered it.
    ///   - written: The cells that were sent.
    ///   - now: The record as it is; nil if it does not exist.
    func removal(of told: Record, written: Fields, now: Record?) -> Decision {
        guard let now else { return Decision() }
        let names = schema.fields.filter { !$0.type.isComputed }.map(\.name)
        let changed = names.filter { !isAsTold(told.fields[$0], now.fields[$0], in: $0) }
        guard !changed.isEmpty else { return Decision(fields: Fields()) }
        let removed = written.names.filter { schema.field($0) == nil }
        return Decision(conflicts: changed.map { .changed(field: $0) } + removed.map { .noField(field: $0) })
    }

    /// A record that the run changed: each cell that is what the run wrote gets back what it was.
    ///
    /// - Parameters:
    ///   - told: The cells as the service answered them; blank ones are absent.
    ///   - written: The cells that were sent.
    ///   - before: Those cells before; nil if the run did not read them.
    ///   - now: The record as it is; nil if it does not exist.
    func restoration(of told: Fields, written: Fields, before: Fields?, now: Record?) -> Decision {
        guard let before else { return Decision(conflicts: [.noPreImage]) }
        guard let now else { return Decision(conflicts: [.gone]) }
        var decision = Decision()
        var fields = Fields()
        for name in written.names {
            guard let field = schema.field(name) else {
                decision.conflicts.append(.noField(field: name))
                continue
            }
            if field.type == .multipleAttachments {
                if isSame(before[name], now.fields[name], in: name) { continue }
                if before[name]?.isBlank ?? true, isSame(told[name], now.fields[name], in: name) {
                    fields[name] = .null
                } else {
                    decision.losses.append(.attachments(field: name))
                }
                continue
            }
            let (old, isWhole) = relinked(before[name], in: name)
            if !isWhole { decision.losses.append(.links(field: name)) }
            if isSame(old, now.fields[name], in: name) { continue }
            if isAsTold(told[name], now.fields[name], in: name) {
                fields[name] = old.map { Self.writable($0, field) } ?? .null
            } else {
                decision.conflicts.append(.changed(field: name))
            }
        }
        if !fields.isEmpty { decision.fields = fields }
        return decision
    }

    /// A record that the run deleted: it is created again, but for what no API can put back, and for links to records that are
    /// to be created again as well.
    func recreation(of record: Record) -> Decision {
        var decision = Decision(fields: Fields(), losses: [.identity])
        for (name, value) in record.fields {
            guard let field = schema.field(name) else {
                if !value.isBlank { decision.losses.append(.field(name)) }
                continue
            }
            if field.type.isComputed { continue }
            if field.type == .multipleAttachments {
                decision.losses.append(.attachments(field: name))
            } else if let value = relinked(value, in: name).value, !value.isBlank {
                decision.fields?[name] = Self.writable(value, field)
            }
        }
        return decision
    }

    /// A record that was created again: links to others that were are set, now that these have ids.
    ///
    /// - Parameters:
    ///   - before: The record as it was.
    ///   - now: The new one; nil if it does not exist.
    func relinking(of before: Record, now: Record?) -> Decision {
        guard let now else { return Decision(conflicts: [.gone]) }
        var decision = Decision()
        var fields = Fields()
        for (name, value) in before.fields where linksToDeleted(value, in: name) {
            let (old, isWhole) = relinked(value, in: name)
            if !isWhole { decision.losses.append(.links(field: name)) }
            if isSame(old, now.fields[name], in: name) { continue }
            let present = Set(links(now.fields[name]))
            if present.isSubset(of: links(old)) {
                fields[name] = old ?? .null
            } else {
                decision.conflicts.append(.changed(field: name))
            }
        }
        if !fields.isEmpty { decision.fields = fields }
        return decision
    }

    /// Whether links of the record are to be set again once all records have ids.
    func needsRelinking(_ record: Record) -> Bool { record.fields.contains { linksToDeleted($1, in: $0) } }

    // MARK: Cells

    private func isSame(_ left: FieldValue?, _ right: FieldValue?, in name: String) -> Bool {
        // The addresses of files change with every read, and their names may be made up by the service; their ids stay.
        guard schema.field(name)?.type != .multipleAttachments else { return files(left) == files(right) }
        let field = FieldSchema.orUntyped(name, in: schema)
        return CanonicalCell(left, field: field) == CanonicalCell(right, field: field)
    }

    /// Whether a cell is what the run made of it. A record that the run deleted has vanished from all links to it.
    private func isAsTold(_ told: FieldValue?, _ now: FieldValue?, in name: String) -> Bool {
        isSame(told, now, in: name) || isSame(withoutDeleted(told, in: name), now, in: name)
    }

    /// The ids of a cell's files; how many there are, for files without.
    private func files(_ value: FieldValue?) -> [String] {
        guard case .list(let files)? = value else { return [] }
        return files.map { file in
            if case .object(let object) = file { object["id"]?.stringValue ?? "" } else { "" }
        }.sorted()
    }

    private func isLink(_ name: String) -> Bool { schema.field(name)?.type == .multipleRecordLinks }

    private func links(_ value: FieldValue?) -> [RecordID] {
        guard case .list(let elements)? = value else { return [] }
        return elements.compactMap { element in
            guard case .string(let id) = element else { return nil }
            return RecordID(unchecked: id)
        }
    }

    private func linksToDeleted(_ value: FieldValue?, in name: String) -> Bool {
        isLink(name) && links(value).contains(where: deleted.contains)
    }

    /// The cell with new ids for old ones, and whether none is missing.
    private func relinked(_ value: FieldValue?, in name: String) -> (value: FieldValue?, isWhole: Bool) {
        guard linksToDeleted(value, in: name) else { return (value, true) }
        let old = links(value)
        let new = old.compactMap { deleted.contains($0) ? replaced[$0] : $0 }
        return (.list(new.map { .string($0.rawValue) }), new.count == old.count)
    }

    private func withoutDeleted(_ value: FieldValue?, in name: String) -> FieldValue? {
        guard linksToDeleted(value, in: name) else { return value }
        return .list(links(value).filter { !deleted.contains($0) }.map { .string($0.rawValue) })
    }

    /// The form in which a cell is written that was read: of users the service takes the id alone.
    private static func writable(_ value: FieldValue, _ field: FieldSchema?) -> FieldValue {
        switch (field?.type, value) {
        case (.singleCollaborator, _): writableUser(value)
        case (.multipleCollaborators, .list(let users)): .list(users.map(writableUser))
        default: value
        }
    }

    private static func writableUser(_ value: FieldValue) -> FieldValue {
        guard case .object(let user) = value, let id = user["id"] else { return value }
        return .object(["id": id])
    }
}
