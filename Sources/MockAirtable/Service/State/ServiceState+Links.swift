import TableModel

/// Links have two ends: whatever changes one changes the other in the same step (airtable-api.md 4.7).
extension ServiceState {
    /// Stores a record and brings the fields that lead back to it into line with its links.
    ///
    /// - Parameter stamp: Who and when becomes the last change of the records at the other ends; nil leaves theirs.
    mutating func put(_ record: StoredRecord, in base: BaseID, _ table: TableDefinition, stamp: WriteAuthor?) {
        let previous = self.record(record.id, in: base, table.id)
        make(.record(base, table.id, record))
        for field in table.fields {
            guard let link = field.link, link.inverse != nil else { continue }
            let before = previous?.links(slot: field.slot) ?? []
            let after = record.links(slot: field.slot)
            guard before != after else { continue }
            let kept = Set(before).intersection(after)
            for id in before where !kept.contains(id) {
                changeBackLink(of: id, in: base, link, stamp) { $0.removeAll { $0 == record.id } }
            }
            for id in after where !kept.contains(id) {
                changeBackLink(of: id, in: base, link, stamp) { $0.append(record.id) }
            }
        }
    }

    /// Deletes records and takes them out of every cell that links to them; ids that are not there are passed over.
    ///
    /// - Parameter stamp: As for ``put(_:in:_:stamp:)``.
    mutating func delete(_ ids: [RecordID], from table: TableDefinition, in base: BaseID, stamp: WriteAuthor?) {
        var deleted: Set<RecordID> = []
        for id in ids {
            guard let record = record(id, in: base, table.id) else { continue }
            deleted.insert(id)
            make(.recordDeleted(base, table.id, id))
            for field in table.fields {
                guard let link = field.link, link.inverse != nil else { continue }
                for other in record.links(slot: field.slot) {
                    changeBackLink(of: other, in: base, link, stamp) { $0.removeAll { $0 == id } }
                }
            }
        }
        if !deleted.isEmpty { unlinkOneWay(deleted, of: table.id, in: base, stamp) }
    }

    /// Takes records out of the cells of fields from which nothing leads back: their tables have to be walked.
    private mutating func unlinkOneWay(
        _ ids: Set<RecordID>, of table: TableID, in base: BaseID, _ stamp: WriteAuthor?
    ) {
        for other in bases[base]?.tables.map(\.definition) ?? [] {
            for field in other.fields where field.link?.table == table && field.link?.inverse == nil {
                for holder in holders(ofAny: ids, slot: field.slot, of: other.id, in: base) {
                    change(holder, of: other.id, in: base, slot: field.slot, stamp) {
                        $0.removeAll(where: ids.contains)
                    }
                }
            }
        }
    }

    private func holders(
        ofAny ids: Set<RecordID>, slot: Int, of table: TableID, in base: BaseID
    ) -> [StoredRecord] {
        records(of: table, in: base).filter { !ids.isDisjoint(with: $0.links(slot: slot)) }
    }

    /// Changes the cell that leads back from a record.
    private mutating func changeBackLink(
        of id: RecordID, in base: BaseID, _ link: LinkOptions, _ stamp: WriteAuthor?,
        _ body: (inout [RecordID]) -> Void
    ) {
        guard let slot = definition(of: link.table, in: base)?.fields.first(where: { $0.id == link.inverse })?.slot,
            let record = record(id, in: base, link.table)
        else { return }
        change(record, of: link.table, in: base, slot: slot, stamp, body)
    }

    private mutating func change(
        _ record: StoredRecord, of table: TableID, in base: BaseID, slot: Int, _ stamp: WriteAuthor?,
        _ body: (inout [RecordID]) -> Void
    ) {
        var changed = record
        var ids = record.links(slot: slot)
        body(&ids)
        changed[slot] = ids.isEmpty ? nil : .links(ids)
        if let stamp {
            changed.modifiedTime = stamp.time
            changed.editor = stamp.user
        }
        make(.record(base, table, changed))
    }
}
