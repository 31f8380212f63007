import JSONText
import TableModel

/// Answers lists (airtable-api.md 2).
struct ListHandler {
    let query: ListQuery
    let base: StoredBase
    let options: ListOptions
    let now: ServiceInstant
    /// Whether the answer carries the offset that it was asked with (a fault).
    let repeatsOffset: Bool

    func answer(
        _ table: StoredTable, lists: inout RunningLists, ids: inout IDGenerator
    ) throws(ServiceFailure) -> JSONValue {
        let definition = table.definition
        let form = try form(of: definition)
        let order = try order(of: definition)
        let filter = try query.formula.map { text throws(ServiceFailure) in
            try FormulaFilter(text, table: definition, in: base, names: options.formulaNames, now: now)
        }
        var resumed: (id: IteratorID, list: RunningLists.List, position: RunningLists.Position)?
        if let offset = query.offset {
            resumed = try lists.resume(offset, base: base.id, table: definition.id, at: now, options: options)
        }
        let returned = resumed?.position.returned ?? 0
        let left = query.maxRecords.map { max(0, $0 - returned) } ?? .max
        let page = ListPage(order: order, filter: filter, size: min(query.pageSize, left))
        let snapshot = resumed == nil ? snapshot(of: table, order: order, filter: filter) : resumed?.list.snapshot
        let result =
            snapshot.map { page.records(of: table.records, among: $0, after: resumed?.position.place.id) }
            ?? page.records(of: table.records, after: resumed?.position.place)
        var answer: JSONObject = ["records": .array(result.records.map(form.json))]
        let isFull = result.records.count == query.pageSize
        if result.records.count < left, result.hasMore || (isFull && options.fullLastPageHasOffset),
            let last = result.records.last
        {
            let id = resumed?.id ?? ids.identifier()
            if resumed == nil {
                let list = RunningLists.List(base: base.id, table: definition.id, lastUsed: now, snapshot: snapshot)
                lists.begin(id, list, options: options)
            }
            let position = RunningLists.Position(
                place: order.place(of: last), returned: returned + result.records.count)
            answer["offset"] = .string(lists.advance(id, to: position))
        }
        if repeatsOffset, let offset = query.offset { answer["offset"] = .string(offset) }
        return .object(answer)
    }

    private func form(of table: TableDefinition) throws(ServiceFailure) -> RecordForm {
        var form = RecordForm(table: table, usesFieldIDs: query.display.usesFieldIDs)
        form.cells = try query.display.cells(in: base)
        form.attachments = .fetched(at: now, except: [])
        if query.showsCommentCount, options.showsZeroComments { form.commentCount = 0 }
        if let names = query.fields {
            var shown: Set<Int> = []
            for name in names {
                guard let field = table.field(name) else { throw .unknownField(name) }
                shown.insert(field.slot)
            }
            form.shown = shown
        }
        return form
    }

    private func order(of table: TableDefinition) throws(ServiceFailure) -> RecordOrder {
        let terms = try query.sort.map { sort throws(ServiceFailure) in
            guard let field = table.field(sort.field) else { throw .unknownField(sort.field) }
            return RecordOrder.Term(
                field: field, isDescending: sort.isDescending, display: CellDisplay(zone: .utc, base: base))
        }
        var order: RecordOrder =
            switch options.defaultOrder {
            case .byID: .byID
            case .arbitrary(let seed): .arbitrary(seed: seed)
            }
        if let view = query.view {
            try check(view, in: table)
            order = .byNumber
        }
        return terms.isEmpty ? order : .byTerms(terms)
    }

    private func check(_ view: String, in table: TableDefinition) throws(ServiceFailure) {
        if table.views.contains(where: { $0.id.rawValue == view || ExactText.areEqual($0.name, view) }) { return }
        guard let id = ViewID(rawValue: view) else { throw .viewNameNotFound(view) }
        let isElsewhere = base.tables.contains { $0.definition.views.contains { $0.id == id } }
        throw isElsewhere ? .failedStateCheck : .viewIDNotFound(view)
    }

    private func snapshot(of table: StoredTable, order: RecordOrder, filter: FormulaFilter?) -> [RecordID]? {
        guard options.continuation == .snapshot else { return nil }
        return ListPage(order: order, filter: filter, size: .max - 1)
            .records(of: table.records, after: nil).records.map(\.id)
    }
}
