/// How the values of a key are written, so that a key in a file and the same key in the service are equal.
///
/// A key is one to three fields (``RemoteLimits/mergeFields``); the count is the caller's to check.
package struct KeyForm: Sendable {
    /// The fields of the key, in order.
    package let fields: [FieldSchema]
    private let converters: [CellConverter]
    private let forms: [CanonicalForm]

    /// - Parameters:
    ///   - fields: The fields of the key, in the order in which its values are given.
    ///   - typecast: Lets select keys name choices that do not exist yet; nothing else, since a key that only the service
    ///     can convert cannot be compared with what it stores.
    ///   - names: What records are called that a link field of the key may name.
    package init(_ fields: [FieldSchema], typecast: Bool = false, names: LinkedNames = LinkedNames()) {
        self.fields = fields
        converters = fields.map { field in
            let isSelect = field.type == .singleSelect || field.type == .multipleSelects
            return CellConverter(field: field, typecast: typecast && isSelect, names: names)
        }
        forms = fields.map(CanonicalForm.init)
    }

    /// The key of a source row.
    ///
    /// - Throws: A ``CellProblem`` if a part of the key is blank, does not fit its field, or would not be stored as it
    ///   is, so that the next run would not find it: line breaks and tabs in single-line text, whitespace at the end
    ///   and carriage returns in multi-line text, numbers of 2^53 and more, times whose instant only the service knows,
    ///   anything in rich text and attachments.
    package func key(from cells: Fields) throws(CellProblem) -> RecordKey {
        var values: [FieldValue] = []
        var encoding: [UInt8] = []
        for (converter, form) in zip(converters, forms) {
            let field = converter.field
            let source = cells[field.name] ?? .null
            let converted = try converter.value(from: source)
            // A set is always sent as one list, in case the service compares lists in order.
            let value = form.kind.isSet ? form.form(of: converted) : converted
            guard Self.encode(value, form, into: &encoding) else {
                throw CellProblem(
                    field: field.name, reason: "is part of the key and has no value",
                    remedy: "give every row a key, or push the rows without one separately")
            }
            if let reason = Self.changeWhenStored(value, field, form.kind) {
                throw CellProblem(field, refuses: source, " as a key, \(reason)", remedy: "change the key")
            }
            values.append(value)
        }
        return RecordKey(values: values, encoding: encoding)
    }

    /// The key of a record that was read; nil if a part of it is blank, since such a record has no key.
    package func storedKey(of cells: Fields) -> RecordKey? {
        var encoding: [UInt8] = []
        guard encodeStoredKey(of: cells, into: &encoding) else { return nil }
        return RecordKey(values: fields.map { cells[$0.name] ?? .null }, encoding: encoding)
    }

    /// Appends the ``RecordKey/encoding`` of a record's key without making a key; false, and nothing is appended, if a
    /// part of it is blank.
    package func encodeStoredKey(of cells: Fields, into bytes: inout [UInt8]) -> Bool {
        let start = bytes.count
        for (field, form) in zip(fields, forms) where !Self.encode(cells[field.name] ?? .null, form, into: &bytes) {
            bytes.removeLast(bytes.count - start)
            return false
        }
        return true
    }

    /// What is risky about a key although it can be used; nil if nothing is.
    package func warning(about key: RecordKey) -> CellProblem? {
        for ((field, form), value) in zip(zip(fields, forms), key.values) {
            guard form.kind.isText, case .string(let text) = value,
                text.first?.isWhitespace == true || text.last?.isWhitespace == true
            else { continue }
            return CellProblem(
                field: field.name, value: CellProblem.excerpt(of: value),
                reason: "has the key \"\(CellProblem.excerpt(of: value))\" with outer whitespace, "
                    + "which the service may drop, so that the next push would not find it",
                remedy: "trim the key")
        }
        return nil
    }

    /// Appends the form in which a value is compared; false, and nothing is appended, if it is blank. Text is a key as it
    /// is stored: what the canonical form forgives, the service's matching may not.
    private static func encode(_ value: FieldValue, _ form: CanonicalForm, into bytes: inout [UInt8]) -> Bool {
        guard !value.isBlank else { return false }
        guard !form.kind.isText else {
            ValueEncoding.append(value, to: &bytes)
            return true
        }
        let start = bytes.count
        form.encode(value, into: &bytes)
        guard bytes[start] == ValueEncoding.blank else { return true }
        bytes.removeLast()
        return false
    }

    /// Why the service would store another value than `value`, or may do so; nil if it keeps it.
    private static func changeWhenStored(_ value: FieldValue, _ field: FieldSchema, _ kind: CellKind) -> String? {
        switch (kind, value) {
        case (.lines, _) where field.type == .richText: "because the service rewrites rich text"
        case (.attachments, _): "because the service rewrites attachments"
        case (.lines, .string(let text)):
            if text.last?.isWhitespace == true {
                "because the service drops whitespace at the end"
            } else if text.unicodeScalars.contains("\r") {
                "because the service may drop the carriage return in it"
            } else {
                nil
            }
        case (.line, .string(let text)), (.address, .string(let text)):
            text.hasLineBreak || text.utf8.contains(UInt8(ascii: "\t"))
                ? "because the service turns the line break or tab in it into a space" : nil
        case (_, .number(let number)) where abs(number) >= 0x1p53:
            "because the service does not keep all digits of so large a number"
        case (.dateTime, .string(let text)) where text.last != "Z":
            "because only the service knows its time zone: add Z or an offset"
        default: nil
        }
    }
}
