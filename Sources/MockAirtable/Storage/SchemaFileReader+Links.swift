import JSONText
import TableModel

/// A link field as it stands in a schema file.
struct LinkDraft {
    var table: TableID
    var slot: Int
    var options: JSONValue?
    var place: String
}

/// Link fields name tables that may stand further down in the file, so they are read when all tables are known.
///
/// `linkedTableId` is the id or the name of a table of the file. `inverseLinkFieldId`, the id or the name of the field that
/// leads back, is given by one of the two or by both; without it the linked table gets one more field, as it does from the
/// API.
extension SchemaFileReader {
    mutating func joinLinks() {
        for draft in linkDrafts { readTarget(of: draft) }
        guard problems.isEmpty else { return }
        for draft in linkDrafts { readInverse(of: draft) }
        guard problems.isEmpty else { return }
        for draft in linkDrafts { makeInverse(of: draft) }
    }

    private mutating func readTarget(of draft: LinkDraft) {
        let known = [
            "linkedTableId", "inverseLinkFieldId", "isReversed", "prefersSingleRecordLink", "viewIdForRecordSelection",
        ]
        let place = "\(draft.place).options"
        guard let options = members(draft.options ?? .object([:]), place, known) else { return }
        let name = options["linkedTableId"]?.stringValue ?? ""
        guard
            let target = tables.first(where: { $0.id.rawValue == name }) ?? tables.first(where: { $0.name == name })
        else {
            report("\(place).linkedTableId", "It must be the id or the name of a table of the file.")
            return
        }
        setLink(
            of: draft,
            to: LinkOptions(
                table: target.id, isReversed: options["isReversed"]?.boolValue ?? false,
                prefersSingleRecord: options["prefersSingleRecordLink"]?.boolValue ?? false,
                selectionView: options["viewIdForRecordSelection"]?.stringValue.flatMap(ViewID.init(rawValue:))))
    }

    private mutating func readInverse(of draft: LinkDraft) {
        guard let name = draft.options?["inverseLinkFieldId"]?.stringValue, let (own, ownLink) = link(of: draft),
            let target = tables.first(where: { $0.id == ownLink.table })
        else { return }
        let place = "\(draft.place).options.inverseLinkFieldId"
        guard let field = target.field(name), let back = field.link, back.table == draft.table, field.id != own.id
        else {
            report(
                place,
                "It must be the id or the name of a field of \"\(target.name)\" that links to this field's table.")
            return
        }
        guard ownLink.inverse == nil || ownLink.inverse == field.id, back.inverse == nil || back.inverse == own.id
        else {
            report(place, "One of the two fields leads back to another one already. Pair each field with one.")
            return
        }
        var link = ownLink
        link.inverse = field.id
        setLink(of: draft, to: link)
        var other = back
        other.inverse = own.id
        setLink(of: LinkDraft(table: target.id, slot: field.slot, place: draft.place), to: other)
    }

    private mutating func makeInverse(of draft: LinkDraft) {
        guard let (field, found) = link(of: draft), found.inverse == nil, found.table != draft.table,
            let target = tables.firstIndex(where: { $0.id == found.table }),
            let table = tables.first(where: { $0.id == draft.table })
        else { return }
        var link = found
        link.inverse = tables[target].addInverse(of: field, in: table, ids: &ids).id
        setLink(of: draft, to: link)
    }

    private func link(of draft: LinkDraft) -> (FieldDefinition, LinkOptions)? {
        let field = tables.first { $0.id == draft.table }?.field(slot: draft.slot)
        return field.flatMap { field in field.link.map { (field, $0) } }
    }

    private mutating func setLink(of draft: LinkDraft, to link: LinkOptions) {
        guard let table = tables.firstIndex(where: { $0.id == draft.table }),
            let field = tables[table].fields.firstIndex(where: { $0.slot == draft.slot })
        else { return }
        tables[table].fields[field].options = .links(link)
    }
}
