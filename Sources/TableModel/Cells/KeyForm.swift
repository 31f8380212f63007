/// How the values of a key are written, so that a key in a file and the same key in the service are equal.
///
/// A key is one to three fields (``RemoteLimits/mergeFields``); the count is the caller's to check.
package struct KeyForm: Sendable {
    /// The fields of the key, in order.
    package let fields: [FieldSchema]
    private let converters: [CellConverter]

    /// - Parameters:
    ///   - fields: The fields of the key, in the order in which its values are given.
    ///   - typecast: Lets select keys name choices that do not exist yet; nothing else, since a key that only the service
    ///     can convert cannot be compared with what it stores.
    package init(_ fields: [FieldSchema], typecast: Bool = false) {
        self.fields = fields
        converters = fields.map { field in
            let isSelect = field.type == .singleSelect || field.type == .multipleSelects
            return CellConverter(field: field, typecast: typecast && isSelect)
        }
    }

    /// The key of a source row.
    ///
    /// - Throws: A ``CellProblem`` if a part of the key is blank, does not fit its field, or would not be stored as it
    ///   is, so that the next run would not find it: line breaks and tabs in single-line text, whitespace at the end
    ///   and carriage returns in multi-line text, numbers of 2^53 and more, times whose instant only the service knows,
    ///   anything in rich text and attachments.
    package func key(from cells: Fields) throws(CellProblem) -> RecordKey {
        var values: [FieldValue] = []
        var forms: [FieldValue] = []
        for converter in converters {
            let field = converter.field
            let source = cells[field.name] ?? .null
            let converted = try converter.value(from: source)
            let form = Self.form(converted, field)
            guard !form.isBlank else {
                throw CellProblem(
                    field: field.name, reason: "is part of the key and has no value",
                    remedy: "give every row a key, or push the rows without one separately")
            }
            // A set is always sent as one list, in case the service compares lists in order.
            let isSet = field.type == .multipleSelects || field.type == .multipleRecordLinks
            let value = isSet ? form : converted
            if let reason = Self.changeWhenStored(value, field) {
                throw CellProblem(field, refuses: source, " as a key, \(reason)", remedy: "change the key")
            }
            values.append(value)
            forms.append(form)
        }
        return RecordKey(values: values, forms: forms)
    }

    /// The key of a record that was read; nil if a part of it is blank, since such a record has no key.
    package func storedKey(of cells: Fields) -> RecordKey? {
        let values = fields.map { cells[$0.name] ?? .null }
        let forms = zip(values, fields).map(Self.form)
        return forms.contains { $0.isBlank } ? nil : RecordKey(values: values, forms: forms)
    }

    /// What is risky about a key although it can be used; nil if nothing is.
    package func warning(about key: RecordKey) -> CellProblem? {
        for (field, value) in zip(fields, key.values) {
            guard FieldType.texts.contains(field.type), case .string(let text) = value,
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

    /// The form in which a value is compared. Text is a key as it is stored: what the canonical form forgives, the
    /// service's matching may not.
    private static func form(_ value: FieldValue, _ field: FieldSchema) -> FieldValue {
        FieldType.texts.contains(field.type) ? value : value.canonical(for: field)
    }

    /// Why the service would store another value than `value`, or may do so; nil if it keeps it.
    private static func changeWhenStored(_ value: FieldValue, _ field: FieldSchema) -> String? {
        switch (field.type, value) {
        case (.richText, _): "because the service rewrites rich text"
        case (.multipleAttachments, _): "because the service rewrites attachments"
        case (.multilineText, .string(let text)):
            if text.last?.isWhitespace == true {
                "because the service drops whitespace at the end"
            } else if text.unicodeScalars.contains("\r") {
                "because the service may drop the carriage return in it"
            } else {
                nil
            }
        case (_, .string(let text)) where FieldType.lineTexts.contains(field.type):
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
