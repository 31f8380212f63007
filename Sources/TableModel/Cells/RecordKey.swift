/// The value of a key: one canonical value for each of its fields.
///
/// Keys are equal when the service takes them for one key: by value and, for text, byte by byte.
public struct RecordKey: Sendable {
    /// In the order of the key's fields, in the form in which they are sent; none is blank.
    public let values: [FieldValue]

    init(values: [FieldValue]) { self.values = values }

    /// For messages: the values as a CSV would hold them, separated by ` + `.
    public var text: String { values.map(PlainText.of).joined(separator: " + ") }

    /// The key's own hash: different keys have different ones, as good as certainly.
    public var hash: KeyHash {
        KeyHash { hasher in encoding.withUnsafeBytes { hasher.combine(bytes: $0) } }
    }

    /// A hash that ignores case, outer whitespace and how accents are composed: keys that share it but not ``hash`` may
    /// be one key misspelt.
    public var looseHash: KeyHash {
        KeyHash { hasher in
            for value in values {
                // A String's own hash is of its composed form.
                hasher.combine(PlainText.of(value).trimmingOuterSpace().lowercased())
            }
        }
    }

    var encoding: [UInt8] {
        var bytes: [UInt8] = []
        for value in values { CanonicalCell(canonical: value).encode(into: &bytes) }
        return bytes
    }
}

extension RecordKey: Hashable {
    public static func == (left: RecordKey, right: RecordKey) -> Bool { left.encoding == right.encoding }

    public func hash(into hasher: inout Hasher) { hasher.combine(encoding) }
}
