import JSONText
import TableModel

/// Reads the JSON of a schema file and collects everything that is wrong with it.
struct SchemaFileReader {
    let configuration: ServiceConfiguration
    let now: ServiceInstant
    var ids: IDGenerator
    var problems: [SchemaFileError.Problem] = []
    var base: BaseID?
    var name = "Untitled Base"
    var tables: [TableDefinition] = []
    var records: [(table: TableID, record: StoredRecord)] = []
    /// The link fields as they stand in the file, until all tables are known.
    var linkDrafts: [LinkDraft] = []
    private var recordDrafts: [(table: TableID, json: JSONValue, place: String)] = []
    private var seenIDs: Set<String> = []

    init(configuration: ServiceConfiguration, now: ServiceInstant) {
        self.configuration = configuration
        self.now = now
        // Another seed than the service's: both draw ids of tables and fields, and must not draw the same.
        ids = IDGenerator(seed: configuration.seed ^ 0x5C4E_3A00_F11E_0001)
    }

    mutating func read(_ json: JSONValue) {
        guard let object = members(json, "", ["id", "name", "tables"]) else { return }
        base = id(object, "")
        if let given = object["name"] {
            if let text = given.stringValue, !text.isEmpty {
                name = text
            } else {
                report("name", "It must be a text that is not empty.")
            }
        }
        guard let elements = object["tables"]?.arrayValue else {
            report("tables", "An array of tables is missing. Give at least \"tables\": [].")
            return
        }
        for (index, element) in elements.enumerated() { readTable(element, "tables[\(index)]") }
        // Links and records are read only into tables that are right as a whole: else each would repeat their problems.
        guard problems.isEmpty else { return }
        joinLinks()
        guard problems.isEmpty, let base else { return }
        readRecords(recordDrafts, in: base)
    }

    private mutating func readTable(_ json: JSONValue, _ place: String) {
        let known = [
            "id", "name", "description", "primaryFieldId", "fields", "views", "records", "dateDependencySettings",
        ]
        guard let object = members(json, place, known) else { return }
        let name = text(object, "name", place)
        if tables.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            report("\(place).name", "The base has a table \"\(name)\" already. Give each table a name of its own.")
        }
        let id: TableID = id(object, place)
        var fields: [FieldDefinition] = []
        let elements = object["fields"]?.arrayValue ?? []
        if elements.isEmpty { report("\(place).fields", "A table needs at least one field.") }
        for (index, element) in elements.enumerated() {
            let fieldPlace = "\(place).fields[\(index)]"
            guard let field = readField(element, of: id, named: name, slot: index, fieldPlace) else { continue }
            if fields.contains(where: { $0.name.lowercased() == field.name.lowercased() }) {
                report(
                    "\(fieldPlace).name",
                    "The table has a field \"\(field.name)\" already. Give each field a name of its own.")
            }
            fields.append(field)
        }
        guard let primary = primaryField(object, of: fields, place) else { return }
        var table = TableDefinition(
            id: id, name: name, description: object["description"]?.stringValue, primaryFieldID: primary.id,
            fields: fields, views: [], nextSlot: elements.count)
        table.views = views(object["views"], of: table, "\(place).views")
        tables.append(table)
        if let records = object["records"] { recordDrafts.append((id, records, "\(place).records")) }
    }

    private mutating func primaryField(
        _ table: JSONObject, of fields: [FieldDefinition], _ place: String
    ) -> FieldDefinition? {
        var primary = fields.first
        if let id = table["primaryFieldId"], !problems.contains(where: { $0.place.hasPrefix("\(place).fields") }) {
            primary = fields.first { $0.id.rawValue == id.stringValue }
            if primary == nil { report("\(place).primaryFieldId", "It must be the id of one of the table's fields.") }
        }
        guard let primary else { return nil }
        if !FieldDraftReader.primaryTypes.contains(primary.type) {
            report(
                "\(place).fields",
                "The primary field \"\(primary.name)\" is of type \(primary.type), which no primary field has. "
                    + "Put a field of type singleLineText first.")
        }
        return primary
    }

    private mutating func readField(
        _ json: JSONValue, of table: TableID, named tableName: String, slot: Int, _ place: String
    ) -> FieldDefinition? {
        guard let object = members(json, place, ["id", "name", "type", "description", "options"]) else { return nil }
        let name = text(object, "name", place)
        let typeName = text(object, "type", place)
        guard !name.isEmpty, !typeName.isEmpty else { return nil }
        let type = FieldType(typeName)
        guard
            FieldDraftReader.creatableTypes.contains(type) || FieldDefinition.computedTypes.contains(type)
        else {
            let known = FieldDraftReader.creatableTypes.union(FieldDefinition.computedTypes).map(\.rawValue).sorted()
            let problem =
                FieldDraftReader.knownTypes.contains(type)
                ? "The mock server has no fields of type \(type) yet. Leave the field out or give it another type"
                : "\"\(typeName)\" is no type of field. Use one of these types"
            report("\(place).type", "\(problem): \(known.joined(separator: ", ")).")
            return nil
        }
        let id: FieldID = id(object, place)
        var draft = object
        draft["id"] = nil
        if type == .multipleRecordLinks {
            linkDrafts.append(LinkDraft(table: table, slot: slot, options: object["options"], place: place))
            return FieldDefinition(
                id: id, slot: slot, name: name, type: type, description: object["description"]?.stringValue,
                options: .none)
        }
        // Read from a real base, the field says what no request may.
        if type == .multipleAttachments { draft["options"] = nil }
        var reader = FieldDraftReader(
            table: tableName, sizes: configuration.sizes, allowsComputed: true, linkTargets: [], ids: ids)
        do throws(ServiceFailure) {
            let field = try reader.field(.object(draft), slot: slot)
            ids = reader.ids
            return FieldDefinition(
                id: id, slot: slot, name: field.name, type: field.type, description: field.description,
                options: keepingChoiceIDs(field.options, object["options"], "\(place).options"))
        } catch {
            report("\(place).options", "\(sentence(error)) See the field model in the service's documentation.")
            return nil
        }
    }

    /// The options with the ids of choices that the file gives.
    private mutating func keepingChoiceIDs(
        _ options: FieldOptions, _ json: JSONValue?, _ place: String
    ) -> FieldOptions {
        guard case .choices(var choices) = options, let elements = json?["choices"]?.arrayValue else { return options }
        for (index, element) in elements.enumerated() where element["id"] != nil && choices.indices.contains(index) {
            choices[index] = Choice(
                id: id(element.objectValue ?? JSONObject(), "\(place).choices[\(index)]"), name: choices[index].name,
                color: choices[index].color)
        }
        return .choices(choices)
    }
}

extension SchemaFileReader {
    mutating func report(_ place: String, _ message: String) {
        problems.append(SchemaFileError.Problem(place: place, message: message))
    }

    /// The members of an object, none of which is unknown; nil if `json` is no object.
    mutating func members(_ json: JSONValue, _ place: String, _ known: [String]) -> JSONObject? {
        guard let object = json.objectValue else {
            report(place, "An object with the members \(known.joined(separator: ", ")) was expected here.")
            return nil
        }
        for name in object.names where !known.contains(name) {
            let path = place.isEmpty ? name : "\(place).\(name)"
            report(path, "This member is not known; known are \(known.joined(separator: ", ")). Leave it out.")
        }
        return object
    }

    /// The id that the object gives, or a new one.
    mutating func id<ID: PrefixedIdentifier>(_ object: JSONObject, _ place: String) -> ID {
        guard let given = object["id"] else { return ids.identifier() }
        let path = place.isEmpty ? "id" : "\(place).id"
        guard let id = given.stringValue.flatMap({ ID(rawValue: $0) }) else {
            report(path, "It must be \(ID.prefix) and 14 letters or digits. Leave it out to have one made.")
            return ids.identifier()
        }
        if !seenIDs.insert(id.rawValue).inserted {
            report(path, "The file has the id \(id) twice. Leave it out to have one made.")
        }
        return id
    }

    mutating func text(_ object: JSONObject, _ member: String, _ place: String) -> String {
        if let text = object[member]?.stringValue, !StoredText.trimmed(text).isEmpty { return text }
        report("\(place).\(member)", "A text that is not empty is missing.")
        return ""
    }

    /// What the service would say, as a sentence.
    func sentence(_ failure: ServiceFailure) -> String {
        guard case .typed(_, let message?) = failure.body else { return "The service would refuse it." }
        return message.hasSuffix(".") ? message : "\(message)."
    }
}
