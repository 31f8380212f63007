import JSONText
import TableModel

/// How attachments look in an answer (airtable-api.md 4.6).
enum AttachmentForm: Sendable, Hashable {
    /// As they were written, without size and type.
    case written
    /// As the service gives them once it has fetched them, with a download address of its own that is another one each
    /// time; those of the ids are not fetched yet.
    case fetched(at: ServiceInstant, except: Set<AttachmentID>)

    /// How long a download address is good for.
    private static let addressLifetime = Duration.seconds(7_200)

    func json(_ attachment: Attachment) -> JSONValue? {
        guard let file = attachment.file else { return nil }
        let id = attachment.id
        guard case .fetched(let now, let fresh) = self, !fresh.contains(id) else {
            return ["id": .string(id.rawValue), "url": .string(file.url), "filename": .string(file.name)]
        }
        let expiry = (now + Self.addressLifetime).millisecondsSince1970
        let url = "https://v5.airtableusercontent.com/v3/u/\(expiry)/\(id)/\(PercentText.encoded(file.name))"
        return [
            "id": .string(id.rawValue), "url": .string(url), "filename": .string(file.name),
            "size": .number(JSONNumber(Self.size(of: file))), "type": .string(Self.type(of: file)),
        ]
    }

    /// A size made from the address: the same file has the same.
    private static func size(of file: Attachment.File) -> UInt64 {
        file.url.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } % 1_000_000 + 1
    }

    private static func type(of file: Attachment.File) -> String {
        let ending = file.name.split(separator: ".").last?.lowercased() ?? ""
        return types[ending] ?? "application/octet-stream"
    }

    private static let types = [
        "csv": "text/csv", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "json": "application/json",
        "pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "zip": "application/zip",
    ]
}
