/// A place in a text that is read piece by piece.
struct TextPosition: Sendable, Hashable {
    /// Bytes before this place.
    private(set) var offset = 0
    /// From 1; a line feed ends a line.
    private(set) var line = 1
    /// From 1, in Unicode scalars.
    private(set) var column = 1

    /// Moves past `bytes`, which stand at this place.
    mutating func advance(over bytes: UnsafeRawBufferPointer) {
        offset += bytes.count
        var lineFeeds = 0
        for byte in bytes where byte == ASCII.lineFeed { lineFeeds += 1 }
        var rest = bytes[...]
        if lineFeeds > 0, let last = bytes.lastIndex(of: ASCII.lineFeed) {
            line += lineFeeds
            column = 1
            rest = bytes[(last + 1)...]
        }
        // Every scalar has exactly one byte that is not a continuation byte (10xxxxxx).
        for byte in UnsafeRawBufferPointer(rebasing: rest) where byte & 0xC0 != 0x80 { column += 1 }
    }

    /// The place that lies `bytes` further on.
    func advanced(over bytes: UnsafeRawBufferPointer) -> TextPosition {
        var position = self
        position.advance(over: bytes)
        return position
    }
}
