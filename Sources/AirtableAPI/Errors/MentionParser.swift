import TableModel

/// Finds the field, value or record that an error message names.
///
/// The service puts names between straight quotes without escaping what is inside, so that the outermost quotes count
/// (the wordings are those of airtable-api.md 4.2).
enum MentionParser {
    static func mention(in message: String) -> RemoteError.Mention? {
        let mention = named(in: message)
        return mention == RemoteError.Mention() ? nil : mention
    }

    private static func named(in message: String) -> RemoteError.Mention {
        if let name = between("Unknown field name: \"", "\"", in: message) { return .init(field: name) }
        if let names = between("Unknown field names: ", "", in: message) {
            // A formula's unknown names come in lower case, parted by commas, which a name may hold as well.
            return names.contains(", ") ? .init() : .init(field: names)
        }
        if let name = between("Field \"", "\" cannot accept", in: message) { return .init(field: name) }
        if let name = between("Field ", " can not accept value ", in: message) {
            return .init(field: name, value: between(" can not accept value ", "", in: message))
        }
        if let name = between("Cannot parse value for field ", "", in: message) { return .init(field: name) }
        if let name = between("Invalid attachment object for field ", ": {", in: message) { return .init(field: name) }
        if let choice = between("create new select option ", "", in: message) { return .init(value: unquoted(choice)) }
        if let id = between("Record ID ", " does not exist", in: message) { return record(id) }
        if let id = between("Record ID ", " belongs to table ", in: message) { return record(id) }
        if let value = between("Value \"", "\" is not a valid record ID", in: message) { return .init(value: value) }
        if let name = between("write cell values in field ", " (fld", in: message) { return .init(field: name) }
        if let name = between("Failed schema validation: ", ".options is missing", in: message) {
            return .init(field: name)
        }
        return .init()
    }

    private static func record(_ id: String) -> RemoteError.Mention {
        RecordID(rawValue: id).map { .init(recordID: $0) } ?? .init(value: id)
    }

    /// What stands after the first `start` and before the last `end` after it; to the message's end if `end` is empty.
    private static func between(_ start: String, _ end: String, in message: String) -> String? {
        guard let opening = message.firstRange(of: start) else { return nil }
        let rest = message[opening.upperBound...]
        guard !end.isEmpty else { return String(rest) }
        guard let closing = rest.ranges(of: end).last else { return nil }
        return String(rest[..<closing.lowerBound])
    }

    /// The choice in `""X""`, as older messages have it, in `"\"X\""`, as newer ones do, or in `"X"`.
    private static func unquoted(_ text: String) -> String {
        var inner = Substring(text)
        if inner.last == ".", inner.dropLast().last == "\"" { inner.removeLast() }
        guard let once = withoutQuotes(inner) else { return String(inner) }
        if once.hasPrefix("\\\""), once.hasSuffix("\\\""), once.count >= 4 {
            return unescaped(unescaped(once.dropFirst(2).dropLast(2)))
        }
        guard let twice = withoutQuotes(once) else { return String(once) }
        return unescaped(twice)
    }

    private static func withoutQuotes(_ text: Substring) -> Substring? {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return nil }
        return text.dropFirst().dropLast()
    }

    private static func unescaped(_ text: some StringProtocol) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}
