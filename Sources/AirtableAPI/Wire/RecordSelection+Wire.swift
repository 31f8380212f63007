import JSONText
import TableModel

extension RecordSelection {
    /// The body of a `listRecords` request. The time zone and the locale are not in it: the service wants them in the
    /// query even here; `offset` is, since it would be ignored in the query.
    func body(keys: FieldKeys, offset: String?) -> JSONValue {
        var object = JSONObject()
        if let fields { object["fields"] = .array(fields.map(JSONValue.string)) }
        if let formula = formulaText { object["filterByFormula"] = .string(formula) }
        if let view { object["view"] = .string(view) }
        if !sort.isEmpty {
            object["sort"] = .array(
                sort.map { ["field": .string($0.field), "direction": .string($0.direction.rawValue)] })
        }
        if let maxRecords { object["maxRecords"] = .number(JSONNumber(maxRecords)) }
        object["pageSize"] = .number(JSONNumber(pageSize))
        if case .text = cellFormat { object["cellFormat"] = "string" }
        if keys == .ids { object["returnFieldsByFieldId"] = true }
        if let offset { object["offset"] = .string(offset) }
        return .object(object)
    }

    /// What stands in the query of a POST.
    var companions: [(name: String, value: String)] { cellFormat.companions }

    /// The query of a list by GET.
    func query(keys: FieldKeys, offset: String?) -> [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        for field in fields ?? [] { query.append(("fields[]", field)) }
        if let formula = formulaText { query.append(("filterByFormula", formula)) }
        if let view { query.append(("view", view)) }
        for (index, key) in sort.enumerated() {
            query.append(("sort[\(index)][field]", key.field))
            query.append(("sort[\(index)][direction]", key.direction.rawValue))
        }
        if let maxRecords { query.append(("maxRecords", String(maxRecords))) }
        query.append(("pageSize", String(pageSize)))
        query += cellFormat.query
        if keys == .ids { query.append(("returnFieldsByFieldId", "true")) }
        if let offset { query.append(("offset", offset)) }
        return query
    }
}

extension CellFormat {
    /// The format's parameters in a query, with its companions.
    var query: [(name: String, value: String)] {
        switch self {
        case .json: []
        case .text: [("cellFormat", "string")] + companions
        }
    }

    var companions: [(name: String, value: String)] {
        switch self {
        case .json: []
        case .text(let timeZone, let userLocale): [("timeZone", timeZone), ("userLocale", userLocale)]
        }
    }
}
