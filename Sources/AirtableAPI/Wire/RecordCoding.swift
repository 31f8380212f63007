import JSONText
import TableModel

extension Record {
    /// Reads a record object of the wire.
    init(wire json: JSONValue) throws(UnreadableAnswer) {
        guard let id = json["id"]?.stringValue.flatMap(RecordID.init(rawValue:)) else {
            throw UnreadableAnswer("a record has no id of the form rec…")
        }
        guard let created = json["createdTime"]?.stringValue.flatMap(Timestamp.date) else {
            throw UnreadableAnswer("record \(id) has no readable createdTime")
        }
        guard let cells = json["fields"]?.objectValue else { throw UnreadableAnswer("record \(id) has no fields") }
        self.init(id: id, createdTime: created, fields: Fields(wire: cells))
    }
}

extension Fields {
    /// Reads the `fields` of a record. The service omits empty cells; a null that comes all the same is omitted here.
    init(wire cells: JSONObject) {
        var names = cells.names
        var values = cells.values.map { FieldValue($0) }
        if values.contains(.null) {
            let kept = values.indices.filter { values[$0] != .null }
            names = kept.map { names[$0] }
            values = kept.map { values[$0] }
        }
        self.init(uniqueNames: names, values: values)
    }

    /// The cells as the `fields` of a request.
    var wire: JSONValue { .object(JSONObject(zip(names, values.map(\.json)))) }

    /// The first cell whose value no JSON text can express: an infinite number or NaN, which would be sent as null and
    /// clear the cell.
    var firstInexpressible: String? {
        func isInexpressible(_ value: FieldValue) -> Bool {
            switch value {
            case .number(let number): !number.isFinite
            case .list(let elements): elements.contains(where: isInexpressible)
            case .null, .bool, .string, .object: false
            }
        }
        return first { isInexpressible($0.1) }?.0
    }
}
