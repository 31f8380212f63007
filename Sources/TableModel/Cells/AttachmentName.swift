import JSONText

/// What files are called: all that is compared of an attachment.
enum AttachmentName {
    /// The name of a stored file, or of one that is to be fetched; a file of which nothing but the id is known stays an
    /// object.
    static func of(_ file: FieldValue) -> FieldValue {
        guard case .object(let object) = file else { return file }
        if let name = object["filename"]?.stringValue, !name.isEmpty { return .string(name) }
        return object["url"]?.stringValue.map { .string(lastPart(ofAddress: $0)) } ?? file
    }

    /// The part of the address's path after the last slash, percent-decoded; the address itself if there is none.
    private static func lastPart(ofAddress address: String) -> String {
        let path = address.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard let host = path.firstRange(of: "://".utf8)?.upperBound,
            let slash = path[host...].lastIndex(of: UInt8(ascii: "/"))
        else { return address }
        let name = path[path.index(after: slash)...]
        return name.isEmpty ? address : decoded(name) ?? address
    }

    /// Text with `%C3%A9` for `é`; nil if it is not UTF-8.
    private static func decoded(_ text: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let digits = String(digits),
                digits.allSatisfy(\.isHexDigit),
                let decoded = UInt8(digits, radix: 16)
            {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
