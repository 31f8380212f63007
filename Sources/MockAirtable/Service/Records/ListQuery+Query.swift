import TableModel

extension ListQuery {
    /// Reads the parameters of a GET.
    init(_ query: QueryItems?, options: ListOptions) throws(ServiceFailure) {
        guard let query else { throw .invalidRequest }
        for item in query.items where !Self.knows(item) {
            if options.unknownParameter == .refused { throw .invalidRequest }
        }
        // `limit` is an old name of `pageSize` that airtable.js still sends.
        if let size = query.value("pageSize") ?? query.value("limit") { try setPageSize(Int(size)) }
        if let most = query.value("maxRecords") { try setMaxRecords(Int(most)) }
        offset = query.value("offset")
        view = query.value("view")
        formula = query.value("filterByFormula")
        fields = query.list("fields")
        sort = try Self.sort(query)
        if let names = query.list("recordMetadata") { try setMetadata(names) }
        display = try DisplayQuery(query)
    }

    private static func knows(_ item: QueryItems.Item) -> Bool {
        switch item.name {
        case "pageSize", "limit", "maxRecords", "offset", "view", "filterByFormula", "cellFormat", "timeZone",
            "userLocale", "returnFieldsByFieldId", "includeDateDependencyMetadata":
            item.path.isEmpty
        case "fields", "recordMetadata": item.path.count <= 1
        case "sort": item.path.count == 2 && ["field", "direction"].contains(item.path[1])
        default: false
        }
    }

    private static func sort(_ query: QueryItems) throws(ServiceFailure) -> [Sort] {
        var terms: [Int: (field: String?, direction: String?)] = [:]
        for item in query.items where item.name == "sort" && item.path.count == 2 {
            guard let index = Int(item.path[0]), index >= 0 else { throw .invalidRequest }
            if item.path[1] == "field" {
                terms[index, default: (nil, nil)].field = item.value
            } else if item.path[1] == "direction", !item.value.isEmpty {
                terms[index, default: (nil, nil)].direction = item.value
            }
        }
        var sort: [Sort] = []
        for (_, term) in terms.sorted(by: { $0.key < $1.key }) {
            guard let field = term.field else { throw .invalidRequest }
            sort.append(Sort(field: field, isDescending: try direction(term.direction)))
        }
        return sort
    }
}

extension DisplayQuery {
    init(_ query: QueryItems) throws(ServiceFailure) {
        format = query.value("cellFormat")
        timeZone = query.value("timeZone")
        locale = query.value("userLocale")
        if let flag = query.value("returnFieldsByFieldId") { usesFieldIDs = try Self.flag(flag) }
    }
}
