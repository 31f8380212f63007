import JSONText

/// Brings cells of one field into the form in which they are compared: ``FieldValue/canonical(for:)`` for many cells.
///
/// Made once for a field, since what its type means is looked up then.
package struct CanonicalForm: Sendable {
    let kind: CellKind
    private let isRichText: Bool
    /// Reads text that stands for a number, a flag or a time.
    private let converter: CellConverter

    /// Makes the form of a field's cells.
    package init(_ field: FieldSchema) {
        kind = CellKind(field.type)
        isRichText = field.type == .richText
        converter = CellConverter(field: field)
    }

    /// The canonical form of a cell; nil is an absent one.
    package func form(of value: FieldValue?) -> FieldValue {
        guard let value, !value.isBlank else { return .null }
        let cell = kind.isRead(as: value) ? value : (try? converter.value(from: value)) ?? value
        let form: FieldValue =
            switch (kind, cell) {
            case (.line, .string(let text)): .string(text.foldedToOneLine)
            case (.lines, .string(let text)): .string(text.foldedLines)
            case (_, .number(let number)): .number(number == 0 ? 0 : number)
            case (.choices, .list(let names)), (.links, .list(let names)): .list(Self.sorted(names, unique: true))
            case (.collaborator, .object(let person)): Self.address(of: person)
            case (.collaborators, .list(let people)):
                .list(Self.sorted(people.map { $0.object.map(Self.address) ?? $0 }, unique: true))
            case (.attachments, .list(let files)): .list(Self.sorted(files.map(AttachmentName.of), unique: false))
            default: cell
            }
        return form.isBlank ? .null : form
    }

    /// Appends the bytes of the canonical cell, as ``CanonicalCell/encode(into:)`` does, without making one for the
    /// cells that are canonical already: nearly all are.
    package func encode(_ value: FieldValue?, into bytes: inout [UInt8]) {
        guard let value, !value.isBlank else { return bytes.append(ValueEncoding.blank) }
        ValueEncoding.append(isCertainlyCanonical(value) ? value : form(of: value), to: &bytes)
    }

    /// Whether writing `value`, as it would be sent, into a cell that holds `stored` would change nothing.
    ///
    /// True when their canonical forms are equal. Besides, a person or file that `value` names by nothing but its id is
    /// the one of that id in `stored`, which the canonical form of either alone cannot show.
    package func isEqual(_ value: FieldValue?, stored: FieldValue?) -> Bool {
        let storedForm = CanonicalCell(canonical: form(of: stored))
        if CanonicalCell(canonical: form(of: value)) == storedForm { return true }
        guard let value, let stored, kind.hasIDs else { return false }
        return CanonicalCell(canonical: form(of: value.completed(from: stored))) == storedForm
    }

    /// Whether a cell can hold `stored` since `sent` was written into it.
    ///
    /// It does if their canonical forms are equal. Rich text is written anew by the service (airtable-api.md 4.5), which leaves its
    /// letters and digits as they are; what becomes of files, of persons, of a text that `typecast` converts and of one in a field whose
    /// type is not known cannot be told, so it can be anything.
    package func canBe(_ stored: FieldValue?, written sent: FieldValue) -> Bool {
        if isEqual(sent, stored: stored) { return true }
        guard !sent.isBlank else { return false }
        if isRichText { return Self.letters(of: sent) == Self.letters(of: stored ?? .null) }
        return !isTelling(sent)
    }

    /// Whether `sent` tells a cell into which it was written from one into which something else was.
    package func isTelling(_ sent: FieldValue) -> Bool {
        guard !sent.isBlank else { return false }
        switch (kind, sent) {
        case (.attachments, _), (.collaborator, _), (.collaborators, _), (.barcode, _), (.computed, _): return false
        case (.lines, _) where isRichText: return !Self.letters(of: sent).isEmpty
        case (.links, .list(let ids)): return ids.allSatisfy(Self.isRecordID)
        case (.other, .number), (.other, .bool): return true
        case (.links, _), (.other, _): return false
        default: return kind.isRead(as: sent) || (try? converter.value(from: sent)) != nil
        }
    }

    private static func letters(of value: FieldValue) -> String {
        guard case .string(let text) = value else { return "" }
        return text.filter { $0.isLetter || $0.isNumber }
    }

    private static func isRecordID(_ value: FieldValue) -> Bool {
        guard case .string(let text) = value else { return false }
        return RecordID(rawValue: text) != nil
    }

    /// Whether a value that is not blank is known, without much ado, to be its own canonical form.
    private func isCertainlyCanonical(_ value: FieldValue) -> Bool {
        switch (kind, value) {
        case (.address, .string), (.choice, .string), (.checkbox, .bool): true
        case (.number, .number), (.currency, .number), (.percent, .number), (.duration, .number), (.rating, .number):
            true
        case (.line, .string(let text)): text.withBytes(TextBytes.isFoldedLine)
        case (.lines, .string(let text)): text.withBytes(TextBytes.areFoldedLines)
        case (.date, .string(let text)): CivilDate(text) != nil
        case (.dateTime, .string(let text)): CivilTime.isServiceForm(text)
        default: false
        }
    }

    /// Elements in an order of their own, each once if `unique`.
    private static func sorted(_ elements: [FieldValue], unique: Bool) -> [FieldValue] {
        guard elements.count > 1 else { return elements }
        let cells = elements.map(CanonicalCell.init(canonical:)).sorted()
        return cells.indices.filter { !unique || $0 == 0 || cells[$0 - 1] != cells[$0] }.map { cells[$0].value }
    }

    /// A person's e-mail address, since that is what files hold; the id of one that has none.
    private static func address(of person: JSONObject) -> FieldValue {
        if let email = person["email"]?.stringValue, !email.isEmpty { return .string(email.lowercased()) }
        return person["id"]?.stringValue.map(FieldValue.string) ?? .object(person)
    }
}
