import JSONText
import TableModel

extension ListQuery {
    /// Reads the members of a `listRecords` body.
    ///
    /// Of the query only `timeZone` and `userLocale` are looked at: an `offset` there is not seen, so that page 1 comes
    /// back forever, as it does in the real service (airtable-api.md 2.2).
    init(_ body: JSONObject, query: QueryItems?, options: ListOptions) throws(ServiceFailure) {
        for (name, value) in body { try read(name, value, options: options) }
        display.timeZone = query?.value("timeZone")
        display.locale = query?.value("userLocale")
    }

    private mutating func read(
        _ name: String, _ value: JSONValue, options: ListOptions
    ) throws(ServiceFailure) {
        switch name {
        case "pageSize": try setPageSize(value.numberValue?.intValue)
        case "maxRecords": try setMaxRecords(value.numberValue?.intValue)
        case "offset": offset = try offset(value)
        case "view": view = try text(value)
        case "filterByFormula": formula = try text(value)
        case "cellFormat": display.format = try text(value)
        case "returnFieldsByFieldId": display.usesFieldIDs = try flag(value)
        case "includeDateDependencyMetadata": _ = try flag(value)
        case "fields": fields = try texts(value)
        case "recordMetadata": try setMetadata(try texts(value))
        case "sort": sort = try sort(value)
        default:
            if options.unknownParameter == .refused { throw .invalidRequest }
        }
    }

    /// Nil for the empty text, which means the first page; null makes the real service's parser fail.
    private func offset(_ value: JSONValue) throws(ServiceFailure) -> String? {
        switch value {
        case .string(let text): return text.isEmpty ? nil : text
        case .number(let number): throw .invalidOffset(number.text)
        default: throw .invalidRequest
        }
    }

    private func text(_ value: JSONValue) throws(ServiceFailure) -> String? {
        guard let text = value.stringValue else { throw .invalidRequest }
        return text.isEmpty ? nil : text
    }

    private func texts(_ value: JSONValue) throws(ServiceFailure) -> [String] {
        guard let elements = value.arrayValue else { throw .invalidRequest }
        return try elements.map { element throws(ServiceFailure) in
            guard let text = element.stringValue else { throw .invalidRequest }
            return text
        }
    }

    private func flag(_ value: JSONValue) throws(ServiceFailure) -> Bool {
        guard let flag = value.boolValue else { throw .invalidRequest }
        return flag
    }

    private func sort(_ value: JSONValue) throws(ServiceFailure) -> [Sort] {
        guard let elements = value.arrayValue else { throw .invalidRequest }
        return try elements.map { element throws(ServiceFailure) in
            guard let object = element.objectValue, let field = object["field"]?.stringValue,
                object.names.allSatisfy({ $0 == "field" || $0 == "direction" }),
                object["direction"] == nil || object["direction"]?.stringValue != nil
            else { throw .invalidRequest }
            return Sort(field: field, isDescending: try Self.direction(object["direction"]?.stringValue))
        }
    }
}
