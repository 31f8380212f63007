import JSONText
public import TableModel

/// The fields of a table that a source is held against, and which of them are the key.
///
/// Everything that a snapshot keeps is bound to them: another set of fields, or a field that changed, is another snapshot.
public struct ManagedFields: Sendable {
    /// In the order of the source's columns.
    public let fields: [FieldSchema]
    /// Those of `fields` by which rows find their records, in the order in which a key's values are given.
    public let key: [FieldSchema]
    /// Fields that are read and kept as well, but neither compared nor written with the rows, such as that of an archive mark.
    public let alsoRead: [FieldSchema]
    /// How raw rows become cells: any text that differs when the columns, their fields or the conversion do.
    public let conversion: String
    /// Stands for the key and for all that the canonical forms of `fields` depend on.
    package let binding: Fingerprint
    /// The names of `fields` in the order in which rows are encoded: by field id, so that columns may change places.
    let encodedNames: [String]
    private let forms: [CanonicalForm]
    private let keyForm: KeyForm

    /// The version of the canonical rules and of the encoding; to be raised whenever either changes.
    static let rules: UInt8 = 1

    /// Says which fields are managed.
    ///
    /// - Precondition: There is a key, all of it is in `fields`, and no field is named twice.
    public init(
        _ fields: [FieldSchema], key: [FieldSchema], alsoRead: [FieldSchema] = [], conversion: String = ""
    ) {
        precondition(!key.isEmpty, "A source needs a key: at least one field by which its rows find their records.")
        precondition(
            key.allSatisfy { part in fields.contains { $0.id == part.id } },
            "The fields of the key must be managed, too.")
        precondition(
            Set((fields + alsoRead).map(\.name)).count == fields.count + alsoRead.count, "A field is managed only once."
        )
        self.fields = fields
        self.key = key
        self.alsoRead = alsoRead
        self.conversion = conversion
        let encoded = fields.sorted { $0.id < $1.id }
        encodedNames = encoded.map(\.name)
        forms = encoded.map { CanonicalForm($0) }
        keyForm = KeyForm(key)
        binding = Self.binding(of: encoded, key: key)
    }
}

extension ManagedFields {
    /// The names of all fields that a read asks for.
    package var names: [String] { (fields + alsoRead).map(\.name) }

    /// Stands for the canonical cells of `fields` in a record or a converted row; an absent cell is a blank one.
    package func rowFingerprint(of cells: Fields) -> Fingerprint {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32 * forms.count)
        for (name, form) in zip(encodedNames, forms) { form.encode(cells[name], into: &bytes) }
        return Fingerprint(of: bytes)
    }

    /// Stands for a key as the service compares it.
    package func keyFingerprint(of key: RecordKey) -> Fingerprint { Fingerprint(of: key.encoding) }

    /// The key of a record that was read; nil if a part of it is blank.
    package func storedKey(of cells: Fields) -> RecordKey? { keyForm.storedKey(of: cells) }

    /// Stands for the key of a record that was read; nil if a part of it is blank.
    package func storedKeyFingerprint(of cells: Fields) -> Fingerprint? {
        var bytes: [UInt8] = []
        return keyForm.encodeStoredKey(of: cells, into: &bytes) ? Fingerprint(of: bytes) : nil
    }

    /// Stands for what `field` is: its id, name, type and options, but for the choices, which people add every day and no
    /// canonical form depends on.
    static func signature(of field: FieldSchema) -> Fingerprint {
        var options = field.options
        options["choices"] = nil
        var bytes: [UInt8] = []
        for part in [field.id.rawValue, field.name, field.type.rawValue] {
            FieldValue.string(part).encodeRaw(into: &bytes)
        }
        CanonicalCell(canonical: .object(options)).encode(into: &bytes)
        return Fingerprint(of: bytes)
    }

    private static func binding(of fields: [FieldSchema], key: [FieldSchema]) -> Fingerprint {
        let parts = fields.map { signature(of: $0).hex } + ["key"] + key.map(\.id.rawValue)
        return Fingerprint(of: [rules] + Array(parts.joined(separator: " ").utf8))
    }
}

extension ManagedFields: Hashable {
    public static func == (left: ManagedFields, right: ManagedFields) -> Bool {
        left.fields == right.fields && left.key == right.key && left.alsoRead == right.alsoRead
            && left.conversion == right.conversion
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(binding) }
}
