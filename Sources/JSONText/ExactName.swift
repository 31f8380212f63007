/// A name that equals another only if their scalars do.
///
/// `String` also equates texts that look alike, such as "é" as one scalar and as two; in JSON they are two names
/// (RFC 8259, section 8.3), and an answer that has both must be readable.
struct ExactName: Hashable, Sendable {
    let name: String

    init(_ name: String) { self.name = name }

    static func == (one: ExactName, other: ExactName) -> Bool {
        // The first comparison is the fast one, and nearly always decides.
        one.name == other.name && one.name.utf8.elementsEqual(other.name.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var name = name
        name.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
