import JSONText

/// Cells of objects. Text that begins like JSON and is JSON is read as such, since exports write it so.
extension CellConverter {
    func attachments(from source: FieldValue) throws(CellProblem) -> FieldValue {
        let remedy = "write http(s) addresses, separated by spaces"
        let elements: [FieldValue]
        switch Self.unwrapped(source) {
        case .string(let text):
            // Addresses may hold commas, so only a comma at a word's end separates.
            let words = text.split(whereSeparator: \.isWhitespace).map { word in
                word.last == "," ? word.dropLast() : word
            }
            elements = words.filter { !$0.isEmpty }.map { .string(String($0)) }
        case .list(let list): elements = list
        case let other: elements = [other]
        }
        var attachments: [FieldValue] = []
        for element in elements {
            guard let attachment = Self.attachment(element) else { throw refusal(source, remedy: remedy) }
            attachments.append(.object(attachment))
        }
        return attachments.isEmpty ? .null : .list(attachments)
    }

    func collaborator(from source: FieldValue) throws(CellProblem) -> FieldValue {
        guard let collaborator = Self.collaborator(Self.unwrapped(source)) else {
            throw refusal(source, remedy: "write an e-mail address or a user id (usr…)")
        }
        return .object(collaborator)
    }

    func collaborators(from source: FieldValue) throws(CellProblem) -> FieldValue {
        let remedy = "write e-mail addresses or user ids (usr…), separated by commas"
        let elements: [FieldValue]
        switch Self.unwrapped(source) {
        case .string(let text):
            elements = try self.elements(of: .string(text), remedy: remedy).map(FieldValue.string)
        case .list(let list): elements = list
        case let other: elements = [other]
        }
        var collaborators: [FieldValue] = []
        for element in elements {
            guard let collaborator = Self.collaborator(element) else { throw refusal(source, remedy: remedy) }
            if !collaborators.contains(.object(collaborator)) { collaborators.append(.object(collaborator)) }
        }
        return collaborators.isEmpty ? .null : .list(collaborators)
    }

    func barcode(from source: FieldValue) throws(CellProblem) -> FieldValue {
        switch Self.unwrapped(source) {
        case .object(let object):
            guard let text = object["text"]?.stringValue else { break }
            guard !text.isEmpty else { return .null }
            var barcode: JSONObject = ["text": .string(text)]
            if let type = object["type"]?.stringValue { barcode["type"] = .string(type) }
            return .object(barcode)
        case .string, .number, .bool: return .object(["text": .string(PlainText.of(source))])
        case .null, .list: break
        }
        throw refusal(source, remedy: "write the barcode's text")
    }

    /// The JSON value that a text holds if it begins with `[` or `{` and is one; else the value itself.
    private static func unwrapped(_ value: FieldValue) -> FieldValue {
        guard case .string(let text) = value, let first = text.first(where: { !$0.isWhitespace }),
            first == "[" || first == "{", let json = try? JSONValue(parsing: text)
        else { return value }
        return FieldValue(json)
    }

    /// What is sent for one attachment: its id alone if it has one, since the service refuses both (airtable-api.md
    /// 4.6).
    private static func attachment(_ value: FieldValue) -> JSONObject? {
        switch value {
        case .string(let text):
            let scheme = text.prefix(8).lowercased()
            return scheme.hasPrefix("http://") || scheme == "https://" ? ["url": .string(text)] : nil
        case .object(let object):
            if let id = object["id"]?.stringValue { return ["id": .string(id)] }
            guard let url = object["url"]?.stringValue else { return nil }
            var attachment: JSONObject = ["url": .string(url)]
            if let name = object["filename"]?.stringValue { attachment["filename"] = .string(name) }
            return attachment
        case .null, .bool, .number, .list: return nil
        }
    }

    /// What is sent for one collaborator: the e-mail address if there is one, since that is what files hold.
    private static func collaborator(_ value: FieldValue) -> JSONObject? {
        switch value {
        case .string(let text):
            let word = String(text.trimmingOuterSpace())
            if UserID.isWellFormed(word) { return ["id": .string(word)] }
            return AddressText.isEmail(word) ? ["email": .string(word)] : nil
        case .object(let object):
            for name in ["email", "id"] {
                if let text = object[name]?.stringValue, !text.isEmpty { return JSONObject([(name, .string(text))]) }
            }
            return nil
        case .null, .bool, .number, .list: return nil
        }
    }
}
