import JSONText
import TableModel

extension CellReader {
    /// Objects with either a `url` and maybe a `filename`, or the `id` of an attachment that the cell holds already
    /// (airtable-api.md 4.6).
    mutating func attachments(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        let elements: [JSONValue]
        switch value {
        case .array(let given): elements = given
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string where typecast: elements = [value]
        case .string, .object: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
        var attachments: [Attachment] = []
        for element in elements {
            let attachment = try attachment(element, for: field)
            if !attachments.contains(where: { $0.id == attachment.id }) { attachments.append(attachment) }
        }
        return attachments.isEmpty ? nil : .attachments(attachments)
    }

    private mutating func attachment(
        _ element: JSONValue, for field: FieldDefinition
    ) throws(ServiceFailure) -> Attachment {
        if typecast, let url = element.stringValue, !url.isEmpty { return newAttachment(url, name: nil) }
        guard element.objectValue != nil else { throw .valueNotParsed(for: field.name) }
        switch (element["id"], element["url"]) {
        case (.string(let text)?, nil):
            guard let id = AttachmentID(rawValue: text) else { throw .invalidAttachment(element, field: field.name) }
            return Attachment(id: id)
        case (nil, .string(let url)?) where !url.isEmpty:
            return newAttachment(url, name: element["filename"]?.stringValue)
        default:
            throw .invalidAttachment(element, field: field.name)
        }
    }

    private mutating func newAttachment(_ url: String, name: String?) -> Attachment {
        Attachment(id: ids.identifier(), file: .init(url: url, name: name ?? "Unnamed attachment"))
    }

    /// An object with the `id` or `email` of a user who is known in the base (airtable-api.md 4.1).
    func collaborator(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string where typecast, .object: return .user(try user(value, for: field))
        case .string, .array: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
    }

    /// An array of user ids, or of objects as ``collaborator(_:for:)`` takes them; nobody is kept twice.
    func collaborators(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        let elements: [JSONValue]
        switch value {
        case .array(let given): elements = given
        case .string(let text) where typecast: elements = Self.listed(text).map(JSONValue.string)
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string, .object: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
        var users: [ServiceUser] = []
        for element in elements {
            let user = try user(element, for: field)
            if !users.contains(where: { $0.id == user.id }) { users.append(user) }
        }
        return users.isEmpty ? nil : .users(users)
    }

    /// The user whom an object or a user id means, with typecast also an e-mail address or a name.
    private func user(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> ServiceUser {
        let found: ServiceUser?
        switch value {
        case .object(let object):
            guard let text = (object["id"] ?? object["email"])?.stringValue else {
                throw .valueNotParsed(for: field.name)
            }
            found = object["id"] != nil ? users.first { $0.id == text } : user(addressed: text)
        case .string(let text):
            let known = users.first { $0.id == text }
            found = known ?? (typecast ? user(addressed: text) ?? users.first { $0.name == text } : nil)
        default: throw .valueNotParsed(for: field.name)
        }
        guard let found else { throw .valueNotAccepted(by: field.name) }
        return found
    }

    private func user(addressed email: String) -> ServiceUser? {
        users.first { $0.email.lowercased() == email.lowercased() }
    }

    /// `{"text", "type"?}`, with typecast the text alone.
    func barcode(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string(let text) where typecast: return .barcode(Barcode(text: text))
        case .object(let object):
            guard let text = object["text"]?.stringValue, object.names.allSatisfy({ ["text", "type"].contains($0) }),
                object["type"].map({ $0.isNull || $0.stringValue != nil }) ?? true
            else { throw .valueNotParsed(for: field.name) }
            return text.isEmpty ? nil : .barcode(Barcode(text: text, type: object["type"]?.stringValue))
        case .string, .array: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
    }
}
