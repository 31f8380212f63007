/// The value of a key: one value for each of its fields.
///
/// Keys are equal when the service takes them for one key: by value and, for text, byte by byte.
package struct RecordKey: Sendable {
    /// In the order of the key's fields, in the form in which they are sent; none is blank.
    package let values: [FieldValue]
    /// The bytes by which keys are compared, the same in every process: the values' forms one after another, as
    /// ``CanonicalCell/encode(into:)`` writes them.
    package let encoding: [UInt8]

    /// For messages: the values as a CSV would hold them, separated by ` + `.
    package var text: String { values.map(PlainText.of).joined(separator: " + ") }

    /// The key's own hash: different keys have different ones, as good as certainly.
    package var hash: KeyHash {
        encoding.withUnsafeBytes { bytes in KeyHash { $0.combine(bytes: bytes) } }
    }

    /// A hash that ignores case, outer whitespace and how accents are composed: keys that share it but not ``hash`` may
    /// be one key misspelt.
    package var looseHash: KeyHash {
        let texts = values.map { PlainText.of($0).trimmingOuterSpace().lowercased() }
        // A String hashes itself as if its accents were composed, and marks its own end.
        return KeyHash { for text in texts { $0.combine(text) } }
    }
}

extension RecordKey: Hashable {
    package static func == (left: RecordKey, right: RecordKey) -> Bool { left.encoding == right.encoding }

    package func hash(into hasher: inout Hasher) { hasher.combine(encoding) }
}
