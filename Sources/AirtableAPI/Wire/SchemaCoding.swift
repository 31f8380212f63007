import JSONText
import TableModel

extension [TableSchema] {
    /// Reads the tables of a base.
    init(answer: ServiceAnswer) throws(UnreadableAnswer) {
        self.init()
        for table in try answer.elements("tables") { append(try TableSchema(wire: table)) }
    }
}

extension TableSchema {
    /// Reads a table of the schema; what is unknown about its fields is kept in their options.
    init(wire json: JSONValue) throws(UnreadableAnswer) {
        guard let id = json["id"]?.stringValue.flatMap(TableID.init(rawValue:)), let name = json["name"]?.stringValue,
            let primary = json["primaryFieldId"]?.stringValue.flatMap(FieldID.init(rawValue:)),
            let elements = json["fields"]?.arrayValue
        else { throw UnreadableAnswer("a table of it has no id, name, primaryFieldId or fields") }
        var fields: [FieldSchema] = []
        for element in elements { fields.append(try FieldSchema(wire: element)) }
        self.init(id: id, name: name, primaryFieldID: primary, fields: fields)
    }
}

extension FieldSchema {
    /// Reads a field of the schema.
    init(wire json: JSONValue) throws(UnreadableAnswer) {
        guard let id = json["id"]?.stringValue.flatMap(FieldID.init(rawValue:)), let name = json["name"]?.stringValue,
            let type = json["type"]?.stringValue
        else { throw UnreadableAnswer("a field of it has no id, name or type") }
        self.init(
            id: id, name: name, type: FieldType(type), options: json["options"]?.objectValue ?? JSONObject())
    }
}

extension FieldDraft {
    /// The field as the body of a request; options are left out when there are none, since some types refuse them.
    var wire: JSONValue {
        var object: JSONObject = ["name": .string(name), "type": .string(type.rawValue)]
        if !options.isEmpty { object["options"] = .object(options) }
        return .object(object)
    }
}
