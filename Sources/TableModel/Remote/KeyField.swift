/// A field of a key, with the type that decides how it is compared.
public struct KeyField: Sendable, Hashable {
    /// The field's name, as the schema spells it.
    public var name: String
    /// The field's type.
    public var type: FieldType

    /// Makes a field of a key.
    public init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }
}
