import FoundationEssentials
import JSONText
import TableModel

/// Reads the members of an object in a plan file.
struct PlanMembers {
    private let object: JSONObject

    init(_ json: JSONValue) throws(PlanTextProblem) {
        guard let object = json.objectValue else { throw PlanTextProblem("an object was expected") }
        self.object = object
    }

    func has(_ name: String) -> Bool { object[name]?.isNull == false }

    func value(_ name: String) throws(PlanTextProblem) -> JSONValue {
        guard let value = object[name] else { throw PlanTextProblem("the member \"\(name)\" is missing") }
        return value
    }

    func members(_ name: String) throws(PlanTextProblem) -> PlanMembers { try PlanMembers(value(name)) }

    func string(_ name: String) throws(PlanTextProblem) -> String {
        try typed(name, "text") { $0.stringValue }
    }

    func int(_ name: String) throws(PlanTextProblem) -> Int {
        try typed(name, "a whole number") { $0.numberValue?.intValue }
    }

    func bool(_ name: String) throws(PlanTextProblem) -> Bool {
        try typed(name, "true or false") { $0.boolValue }
    }

    func array(_ name: String) throws(PlanTextProblem) -> [JSONValue] {
        try typed(name, "a list") { $0.arrayValue }
    }

    func strings(_ name: String) throws(PlanTextProblem) -> [String] {
        try typed(name, "a list of texts") { json in
            guard let texts = json.arrayValue?.map(\.stringValue), texts.allSatisfy({ $0 != nil }) else { return nil }
            return texts.compactMap(\.self)
        }
    }

    func fields(_ name: String) throws(PlanTextProblem) -> Fields {
        try typed(name, "an object") { json in
            json.objectValue.map { Fields(uniqueNames: $0.names, values: $0.values.map { FieldValue($0) }) }
        }
    }

    func fingerprint(_ name: String) throws(PlanTextProblem) -> Fingerprint {
        try typed(name, "32 hexadecimal digits") { $0.stringValue.flatMap(Fingerprint.init(hex:)) }
    }

    func recordID(_ name: String) throws(PlanTextProblem) -> RecordID {
        try typed(name, "a record id") { $0.stringValue.flatMap(RecordID.init(rawValue:)) }
    }

    func date(_ name: String) throws(PlanTextProblem) -> Date {
        try typed(name, "a time") { $0.stringValue.flatMap { try? Date($0, strategy: .iso8601) } }
    }

    /// The value of a member that may be null or absent.
    func optional<Value>(
        _ name: String, _ read: (String) throws(PlanTextProblem) -> Value
    ) throws(PlanTextProblem) -> Value? {
        has(name) ? try read(name) : nil
    }

    private func typed<Value>(
        _ name: String, _ kind: String, _ read: (JSONValue) -> Value?
    ) throws(PlanTextProblem) -> Value {
        guard let value = try read(value(name)) else {
            throw PlanTextProblem("the member \"\(name)\" is not \(kind)")
        }
        return value
    }
}

extension JSONValue {
    /// Text, or null.
    init(optional text: String?) { self = text.map(JSONValue.string) ?? .null }

    init(_ number: Int) { self = .number(JSONNumber(number)) }

    /// A moment to the second, in UTC; null if there is none.
    init(_ date: Date?) { self = date.map { .string($0.formatted(.iso8601)) } ?? .null }

    init(_ texts: [String]) { self = .array(texts.map(JSONValue.string)) }
}
