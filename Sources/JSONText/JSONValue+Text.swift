extension JSONValue {
    /// Reads a whole text that holds one value (RFC 8259), with white space around it.
    ///
    /// The text must be UTF-8 without a byte order mark. Refused besides everything that the grammar refuses: two
    /// members of one name in an object, escapes that are half of a surrogate pair, and what exceeds `limits`.
    /// Numbers keep their text.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONReadError) {
        self = try bytes.withUnsafeBufferPointer { bytes throws(JSONReadError) in
            try Self.parsed(UnsafeRawBufferPointer(bytes), limits: limits)
        }
    }

    /// Reads a whole text that holds one value; offsets in errors count its UTF-8 bytes.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONReadError) {
        try self.init(parsing: [UInt8](text.utf8), limits: limits)
    }

    private static func parsed(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits
    ) throws(JSONReadError) -> JSONValue {
        guard bytes.count <= limits.bytes else {
            throw JSONReadError(.tooLong(limit: limits.bytes), at: TextPosition())
        }
        var reader = JSONReader(bytes, depthLimit: limits.depth)
        do {
            return try reader.readText()
        } catch {
            let before = UnsafeRawBufferPointer(rebasing: bytes[..<error.offset])
            throw JSONReadError(error.problem, at: TextPosition().advanced(over: before))
        }
    }

    /// Appends this value as compact JSON: no white space, members in order, numbers as their texts.
    public func write(into bytes: inout [UInt8]) {
        // Taken out first, so that the writer appends in place rather than to a copy.
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        var writer = JSONWriter(after: consume taken)
        writer.write(self)
        bytes = writer.bytes
    }

    /// This value as compact JSON in UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// This value as compact JSON.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// This value as JSON for people: a member or element a line, indented by two spaces a level, no line feed at the end.
    public var prettyText: String {
        var writer = JSONWriter(isPretty: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
