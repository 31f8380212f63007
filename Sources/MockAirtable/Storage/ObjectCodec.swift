import JSONText
import TableModel

/// Writes what cells hold that is more than a word as JSON for the state file, and reads it back without loss.
enum ObjectCodec {
    static func json(_ user: ServiceUser) -> JSONValue {
        ["id": .string(user.id), "email": .string(user.email), "name": .string(user.name)]
    }

    static func user(_ json: JSONValue) -> ServiceUser? {
        guard let id = json["id"]?.stringValue, let email = json["email"]?.stringValue,
            let name = json["name"]?.stringValue
        else { return nil }
        return ServiceUser(id: id, email: email, name: name)
    }

    /// Nil for an attachment without a file, which no stored cell has.
    static func json(_ attachment: Attachment) -> JSONValue? {
        attachment.file.map {
            ["id": .string(attachment.id.rawValue), "url": .string($0.url), "name": .string($0.name)]
        }
    }

    static func attachment(_ json: JSONValue) -> Attachment? {
        guard let id = json["id"]?.stringValue.flatMap(AttachmentID.init(rawValue:)),
            let url = json["url"]?.stringValue, let name = json["name"]?.stringValue
        else { return nil }
        return Attachment(id: id, file: .init(url: url, name: name))
    }

    static func json(_ barcode: Barcode) -> JSONValue {
        var object: JSONObject = ["text": .string(barcode.text)]
        object["type"] = barcode.type.map(JSONValue.string)
        return .object(object)
    }

    static func barcode(_ json: JSONValue) -> Barcode? {
        json["text"]?.stringValue.map { Barcode(text: $0, type: json["type"]?.stringValue) }
    }
}
