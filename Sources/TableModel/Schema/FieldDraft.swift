public import JSONText

/// A field to be created: a name, a type, and the options that the type requires.
public struct FieldDraft: Sendable, Hashable {
    /// The name that the field is to have.
    public var name: String
    /// What kind of cells it is to have.
    public var type: FieldType
    /// What the type requires; empty for types without options.
    public var options: JSONObject

    /// Makes a draft; which options a type requires is the service's to say.
    public init(name: String, type: FieldType, options: JSONObject = JSONObject()) {
        self.name = name
        self.type = type
        self.options = options
    }
}
