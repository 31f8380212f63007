import JSONText

extension FieldValue {
    /// The form in which cells of `field` are compared: values that the service stores alike have one form.
    ///
    /// The rules of airtable-api.md 4.5 and 4.9. Blank values – null, `""`, `false`, `[]` – are all `.null`, as is an
    /// absent cell. Then by type:
    /// - `singleLineText`: line breaks and tabs are spaces; outer whitespace is dropped (the service may drop it, and a
    ///   difference in nothing else is not worth a write)
    /// - `multilineText`, `richText`: CRLF is LF; whitespace at the end is dropped. Markdown is not interpreted: what
    ///   the service rewrites stays different
    /// - `email`, `url`, `phoneNumber`, `singleSelect`: the exact text
    /// - number kinds: the number; text that ``CellConverter`` understands is one
    /// - `checkbox`: true or blank
    /// - `multipleSelects`, `multipleRecordLinks`: sets, so sorted and without repetitions
    /// - `date`: `YYYY-MM-DD`; `dateTime`: UTC with milliseconds. A dateTime without offset in a field of an IANA time
    ///   zone keeps its own text and equals no instant: only the service knows which it is
    /// - collaborators: the e-mail address in lower case, or the id of one that has none; several are a set
    /// - `barcode`: its text and, if present, its type
    /// - attachments, computed and unknown types: the value as it is. See ``FieldType/isComparable``.
    ///
    /// Two forms are to be compared by ``CanonicalCell``, which tells apart what `==` on strings does not.
    public func canonical(for field: FieldSchema) -> FieldValue {
        guard !isBlank else { return .null }
        let form: FieldValue
        switch (field.type, self) {
        case (.singleLineText, .string(let text)): form = .string(Self.foldedLine(text))
        case (.multilineText, .string(let text)), (.richText, .string(let text)): form = .string(Self.foldedLines(text))
        case (_, .number(let number)) where FieldType.numbers.contains(field.type):
            form = .number(number == 0 ? 0 : number)
        case (_, .string) where FieldType.numbers.contains(field.type): form = converted(for: field)
        case (.checkbox, _), (.date, .string): form = converted(for: field)
        case (.dateTime, .string), (.dateTime, .number): form = converted(for: field)
        case (.multipleSelects, .list(let names)), (.multipleRecordLinks, .list(let names)): form = Self.set(names)
        case (.singleCollaborator, .object), (.singleCollaborator, .string): form = Self.collaborator(self)
        case (.multipleCollaborators, .list(let elements)): form = Self.set(elements.map(Self.collaborator))
        case (.barcode, .object), (.barcode, .string): form = converted(for: field)
        default: form = self
        }
        return form.isBlank ? .null : form
    }

    /// What the converter makes of this value, or the value itself if it does not understand it.
    private func converted(for field: FieldSchema) -> FieldValue {
        (try? CellConverter(field: field).value(from: self)) ?? self
    }

    /// Line breaks and tabs as spaces; CRLF is one line break.
    static func foldedLine(_ text: String) -> String {
        guard text.hasLineBreak || text.utf8.contains(UInt8(ascii: "\t")) else {
            return String(text.trimmingOuterSpace())
        }
        return String(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }).trimmingOuterSpace())
    }

    static func foldedLines(_ text: String) -> String {
        let folded = text.utf8.contains(UInt8(ascii: "\r")) ? String(text.map { $0 == "\r\n" ? "\n" : $0 }) : text
        guard let last = folded.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(folded[...last])
    }

    /// Elements in the order of their JSON text's bytes, each once.
    private static func set(_ elements: [FieldValue]) -> FieldValue {
        let keyed = elements.map { (key: Array($0.json.text.utf8), value: $0) }
        let sorted = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        var unique: [FieldValue] = []
        for (index, element) in sorted.enumerated() where index == 0 || sorted[index - 1].key != element.key {
            unique.append(element.value)
        }
        return .list(unique)
    }

    private static func collaborator(_ value: FieldValue) -> FieldValue {
        switch value {
        case .object(let object):
            if let email = object["email"]?.stringValue, !email.isEmpty { return .string(email.lowercased()) }
            return object["id"]?.stringValue.map(FieldValue.string) ?? value
        case .string(let text) where AddressText.isEmail(text): return .string(text.lowercased())
        default: return value
        }
    }
}
