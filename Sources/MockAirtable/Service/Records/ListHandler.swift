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
        let filters = try filters(of: definition)
        var resumed: (id: IteratorID, list: RunningLists.List, position: RunningLists.Position)?
        if let offset = query.offset {
            resumed = try lists.resume(offset, base: base.id, table: definition.id, at: now, options: options)
        }
        let returned = resumed?.position.returned ?? 0
        let left = query.maxRecords.map { max(0, $0 - returned) } ?? .max
        let page = ListPage(filters: filters, size: min(query.pageSize, left))
        let result: ListPage.Result
        var snapshot = resumed?.list.snapshot
        if resumed == nil, options.continuation == .snapshot {
            let all = ListPage(filters: filters, size: .max)
            snapshot = records(of: all, table, order, after: nil, &lists).records.map(\.id)
        }
        if let snapshot {
            result = page.records(of: table.records, among: snapshot, after: resumed?.position.place.id)
        } else {
            result = records(of: page, table, order, after: resumed?.position.place, &lists)
        }
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
                place: order.place(of: last, CellDisplay(zone: .utc, base: base)),
                returned: returned + result.records.count)
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

    private func records(
        of page: ListPage, _ table: StoredTable, _ order: RecordOrder, after place: RecordOrder.Place?,
        _ lists: inout RunningLists
    ) -> ListPage.Result {
        // By id is how a table keeps its records.
        if order == .byID { return page.records(of: table.records, after: place?.id) }
        return page.records(of: table.records, at: lists.places(of: table, in: base, order: order).after(place))
    }

    private func filters(of table: TableDefinition) throws(ServiceFailure) -> [FormulaFilter] {
        var filters: [FormulaFilter] = []
        if let view = query.view, let filter = try self.view(view, of: table).filter {
            guard let filter = FormulaFilter(filter, table: table, in: base, now: now) else { throw .invalidFormula }
            filters.append(filter)
        }
        if let text = query.formula {
            filters.append(
                try FormulaFilter(text, table: table, in: base, names: options.formulaNames, now: now))
        }
        return filters
    }

    private func order(of table: TableDefinition) throws(ServiceFailure) -> RecordOrder {
        let terms = try query.sort.map { sort throws(ServiceFailure) in
            guard let field = table.field(sort.field) else { throw .unknownField(sort.field) }
            return RecordOrder.Term(field: field, isDescending: sort.isDescending)
        }
        if let view = query.view { _ = try self.view(view, of: table) }
        if !terms.isEmpty { return .byTerms(terms) }
        if query.view != nil { return .byNumber }
        return switch options.defaultOrder {
        case .byID: .byID
        case .arbitrary(let seed): .arbitrary(seed: seed)
        }
    }

    private func view(_ view: String, of table: TableDefinition) throws(ServiceFailure) -> ViewDefinition {
        if let found = table.view(view) { return found }
        guard let id = ViewID(rawValue: view) else { throw .viewNameNotFound(view) }
        let isElsewhere = base.tables.contains { $0.definition.views.contains { $0.id == id } }
        throw isElsewhere ? .failedStateCheck : .viewIDNotFound(view)
    }
}
