import JSONText
import TableModel

/// What a snapshot is of. A file that was made for something else is never trusted.
package struct SnapshotIdentity: Sendable, Hashable {
    /// The host of the service, with its port if it has one.
    package var service: String
    package var base: String
    /// The table's id.
    package var table: String
    package var managed: ManagedFields
    package var scope: Scope

    package init(service: String, base: String, table: String, managed: ManagedFields, scope: Scope = Scope()) {
        self.service = service
        self.base = base
        self.table = table
        self.managed = managed
        self.scope = scope
    }
}

extension SnapshotIdentity {
    /// Where the file lies under the state folder: readable names, and a hash that tells apart what they do not.
    ///
    /// Sources of one table that have other columns or another key have files of their own, so that they do not destroy
    /// each other's snapshot in turns.
    var relativePath: String {
        let whole = JSONValue.array([place, what]).bytes
        let hash = Fingerprint(of: whole).hex.prefix(8)
        let folders = ["snapshots", service, base].map(Self.component)
        return (folders + ["\(fileName)\(hash).sqlite"]).joined(separator: "/")
    }

    /// How the names of the files of all the table's snapshots begin.
    var fileName: String { Self.component(table) + "-" }

    /// A name that every file system takes.
    private static func component(_ text: String) -> String {
        let plain = text.utf8.prefix(100).map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                Character(UnicodeScalar(byte))
            default: "-"
            }
        }
        return plain.allSatisfy { $0 == "." } ? "-" + String(plain) : String(plain)
    }

    // MARK: - The form in which a file keeps it

    private var place: JSONValue { ["service": .string(service), "base": .string(base), "table": .string(table)] }

    /// The key, the names of the fields in no order, and the scope.
    private var what: JSONValue {
        let names = managed.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return [
            "key": .array(managed.key.map { .string($0.name) }),
            "fields": .array(names.map(JSONValue.string)),
            "formula": scope.formula.map(JSONValue.string) ?? .null,
            "view": scope.view.map(JSONValue.string) ?? .null,
        ]
    }

    /// What each field is, by its name.
    private var signatures: JSONValue {
        let fields = (managed.fields + managed.alsoRead).sorted { $0.id < $1.id }
        return .object(JSONObject(fields.map { ($0.name, .string(ManagedFields.signature(of: $0).hex)) }))
    }

    var text: String {
        JSONValue.object([
            "place": place, "what": what, "rules": .number(JSONNumber(Int(ManagedFields.rules))), "fields": signatures,
        ]).text
    }

    /// What a file with the identity `text` has of another one.
    func difference(to text: String) -> Difference? {
        if text == self.text { return nil }
        guard let other = try? JSONValue(parsing: text) else { return .unreadable }
        if other["place"] != place { return .place(Self.name(of: other["place"])) }
        if other["what"] != what { return .mapping }
        if other["rules"]?.numberValue?.doubleValue != Double(ManagedFields.rules) { return .rules }
        let theirs = other["fields"]
        let changed = (managed.fields + managed.alsoRead).map(\.name).filter { theirs?[$0] != signatures[$0] }
        return .fields(changed)
    }

    private static func name(of place: JSONValue?) -> String {
        let parts = ["table", "base", "service"].map { place?[$0]?.stringValue ?? "?" }
        return "table \(parts[0]) of base \(parts[1]) at \(parts[2])"
    }

    /// What makes a file's identity another one.
    enum Difference: Hashable {
        case unreadable
        /// Another table, in words.
        case place(String)
        /// Other fields, another key or another scope.
        case mapping
        /// Another version compared cells otherwise.
        case rules
        /// Fields that are not what they were.
        case fields([String])
    }
}
