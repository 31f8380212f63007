import JSONText

/// Reads the objects of a JSON array or of JSON Lines one by one, in constant memory.
struct JSONRowReader: ~Copyable {
    /// How many bytes are handed to the parser at once.
    static let chunkSize = 64 * 1024

    struct Element {
        /// The line on which the object begins, from 1.
        var line: Int
        var object: JSONObject
    }

    private var source: ByteSource
    private var stream: JSONStream
    private let chunk: UnsafeMutableRawBufferPointer
    private var hasBegun = false
    private var isAtEnd = false

    init(_ source: consuming ByteSource, form: JSONStream.Form) {
        self.source = source
        stream = JSONStream(form)
        chunk = .allocate(byteCount: Self.chunkSize, alignment: 16)
    }

    deinit { chunk.deallocate() }

    /// The next object, or nil at the end.
    mutating func next() throws(TabularError) -> Element? {
        while true {
            if hasBegun, let element = try nextElement() { return element }
            if isAtEnd { return nil }
            try read()
        }
    }

    private mutating func nextElement() throws(TabularError) -> Element? {
        let element: JSONStream.Element?
        do throws(JSONReadError) { element = try stream.next() } catch { throw described(error) }
        guard let element else { return nil }
        guard case .object(let object) = element.value else {
            throw TabularError(
                .notAnObject, file: source.name, line: element.line,
                message: "a row is \(element.value.kind), not an object",
                remedy: "Write every row as an object whose members are named after the columns.")
        }
        return Element(line: element.line, object: object)
    }

    /// Hands the next bytes to the parser; those of a byte order mark at the start are left out, as for CSV.
    private mutating func read() throws(TabularError) {
        var count = 0
        repeat {
            let room = UnsafeMutableRawBufferPointer(rebasing: chunk[count...])
            let more = try source.read(into: room)
            count += more
            isAtEnd = more == 0
        } while !hasBegun && count < 3 && !isAtEnd
        let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
        let skipped = !hasBegun && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        hasBegun = true
        stream.append(UnsafeRawBufferPointer(rebasing: bytes[skipped...]))
        if isAtEnd { stream.finish() }
    }

    private func described(_ error: JSONReadError) -> TabularError {
        var message = error.message
        if message.hasSuffix(".") { message.removeLast() }
        return TabularError(
            .invalidJSON, file: source.name, line: error.line, column: error.column,
            message: message.prefix(1).lowercased() + message.dropFirst())
    }
}

extension JSONValue {
    /// The value's kind with its article.
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a Boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
