import JSONText

/// What the body of a refusal says, in whatever shape it comes: `{"error":"TYPE"}`, `{"error":{"type":…,"message":…}}`,
/// `{"errors":[{"error":…,"message":…}]}`, HTML or plain text of a proxy, or nothing (airtable-api.md 6.1).
struct ErrorBody: Sendable, Hashable {
    /// The service's name for the error.
    var type: String?
    /// The service's words, or the proxy's.
    var message: String?

    init(type: String? = nil, message: String? = nil) {
        self.type = type
        self.message = message
    }

    init(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes) else {
            self.init(message: Self.words(ofText: bytes))
            return
        }
        let error = json["error"] ?? json["errors"]?.arrayValue?.first ?? .null
        switch error {
        case .string(let type): self.init(type: type, message: json["message"]?.stringValue)
        case .object(let object):
            self.init(
                type: (object["type"] ?? object["error"])?.stringValue, message: object["message"]?.stringValue)
        case .null, .bool, .number, .array: self.init(message: json["message"]?.stringValue)
        }
    }

    /// So much of a body that is not JSON is looked at, and so much of it quoted.
    private static let bytesRead = 4096
    private static let charactersQuoted = 200

    /// The title of an HTML page, or else its text without tags; white space folded. Nil if nothing is left.
    private static func words(ofText bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes.prefix(bytesRead), as: UTF8.self)
        let page = text.lowercased()
        var visible = Substring(text)
        if page.utf8.count == text.utf8.count, let open = page.firstRange(of: "<title>"),
            let close = page.firstRange(of: "</title>"), open.upperBound <= close.lowerBound
        {
            let start = page.utf8.distance(from: page.startIndex, to: open.upperBound)
            let end = page.utf8.distance(from: page.startIndex, to: close.lowerBound)
            let utf8 = text.utf8
            visible = text[utf8.index(utf8.startIndex, offsetBy: start)..<utf8.index(utf8.startIndex, offsetBy: end)]
        }
        var isInTag = false
        var kept = ""
        for character in visible {
            if character == "<" {
                isInTag = true
            } else if character == ">", isInTag {
                isInTag = false
                kept.append(" ")
            } else if !isInTag {
                kept.append(character)
            }
        }
        let words = kept.split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.value < 0x20 } }
        guard !words.isEmpty else { return nil }
        let folded = words.joined(separator: " ")
        return folded.count > charactersQuoted ? folded.prefix(charactersQuoted) + "…" : folded
    }
}
