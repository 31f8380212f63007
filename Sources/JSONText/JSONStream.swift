/// Cuts a stream of bytes into JSON values: the elements of one array, or the values of JSON Lines.
///
/// Push bytes in pieces of any size, and after each piece take what is complete:
///
/// ```swift
/// var stream = JSONStream(.lines)
/// while let chunk = try file.nextChunk() {
///     stream.append(chunk)
///     while let element = try stream.next() { use(element.value) }
/// }
/// stream.finish()
/// while let element = try stream.next() { use(element.value) }
/// ```
///
/// Whoever takes everything that is complete before pushing more has, at any time, one piece and one unfinished element
/// in memory, the latter of at most ``JSONLimits/bytes``. Values come out before the rest of the stream has been seen:
/// an error later on does not take them back.
public struct JSONStream: Sendable {
    /// How values follow one another in the stream.
    public enum Form: Sendable, Hashable {
        /// The text is one array, and its elements are the values. The array counts as one level of ``JSONLimits/depth``.
        case arrayElements
        /// Every line is one value (JSON Lines, also known as NDJSON). Blank lines are skipped.
        case lines
    }

    /// A value of the stream.
    public struct Element: Sendable, Hashable {
        /// The value.
        public var value: JSONValue
        /// The line of the stream on which the value begins, from 1.
        public var line: Int
    }

    /// What an array may continue with.
    private enum Stage: Sendable {
        case beginning, firstElement, element, separator, end
    }

    private let form: Form
    private let limits: JSONLimits
    private var stage = Stage.beginning
    /// Bytes that were pushed and not yet taken out, from `start` on.
    private(set) var buffer: [UInt8] = []
    private var start = 0
    /// Where in the stream `start` is.
    private var position = TextPosition()
    /// In an array: the state of the search for the end of the element at `start`.
    private var scanner: ElementScanner
    /// In lines: the bytes from `start` on that hold no line feed.
    private var scanned = 0
    /// Lent to every reader, so that names that recur in the elements are shared.
    private var names = NameTable()
    private var isFinished = false
    private var failure: JSONReadError?

    /// - Parameters:
    ///   - form: How values follow one another.
    ///   - limits: The size and nesting up to which a single value is read; the stream itself may be of any length.
    public init(_ form: Form, limits: JSONLimits = JSONLimits()) {
        self.form = form
        self.limits = limits
        scanner = ElementScanner(depthLimit: limits.depth, depth: 1)
    }

    /// Pushes the next bytes of the stream. After an error they are dropped.
    /// - Precondition: The stream was not finished.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        precondition(!isFinished, "Bytes were appended to a JSONStream that was finished; make a new one.")
        guard failure == nil else { return }
        // Moving what is left costs no more than what was taken out before.
        if start > buffer.count / 2 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Pushes the next bytes of the stream. After an error they are dropped.
    /// - Precondition: The stream was not finished.
    public mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Says that no more bytes will come, which ends the last number or line.
    public mutating func finish() { isFinished = true }

    /// Takes out the next value, or nil if none is complete: push more bytes then, or, after ``finish()``, stop.
    ///
    /// - Throws: What is wrong with the stream, with a position counted from its first byte; from then on every call
    ///   throws the same.
    public mutating func next() throws(JSONReadError) -> Element? {
        if let failure { throw failure }
        do {
            return switch form {
            case .arrayElements: try nextElement()
            case .lines: try nextLine()
            }
        } catch {
            failure = error
            buffer = []
            start = 0
            throw error
        }
    }

    // MARK: Lines

    private mutating func nextLine() throws(JSONReadError) -> Element? {
        while start < buffer.count {
            let rest = buffer[start...]
            let lineFeed = rest[(start + scanned)...].firstIndex(of: ASCII.lineFeed)
            let length = (lineFeed ?? rest.endIndex) - start
            guard length <= limits.bytes else { throw error(.tooLong(limit: limits.bytes)) }
            guard lineFeed != nil || isFinished else {
                scanned = length
                return nil
            }
            scanned = 0
            let isBlank = rest.prefix(length).allSatisfy { ASCII.isSpace($0) }
            let element = isBlank ? nil : try read(length) { reader throws(JSONFault) in try reader.readText() }
            consume(lineFeed == nil ? length : length + 1)
            if let element { return element }
        }
        return nil
    }

    // MARK: Elements of an array

    private mutating func nextElement() throws(JSONReadError) -> Element? {
        while true {
            if scanner.count == 0 { skipSpace() }
            guard start < buffer.count else {
                guard isFinished, stage != .end else { return nil }
                throw error(stage == .beginning ? .empty : .ends(.array))
            }
            let byte = buffer[start]
            switch (stage, byte) {
            case (.beginning, ASCII.openBracket):
                guard limits.depth > 0 else { throw error(.tooDeep(limit: limits.depth)) }
                stage = .firstElement
                consume(1)
            case (.firstElement, ASCII.closeBracket), (.separator, ASCII.closeBracket):
                stage = .end
                consume(1)
            case (.separator, ASCII.comma):
                stage = .element
                consume(1)
            case (.separator, _): throw error(.notASeparator(.array, JSONReader.described(byte)))
            case (.end, _): throw error(.afterValue(JSONReader.described(byte)))
            case (.element, ASCII.closeBracket): throw error(.trailingComma(.array))
            case (.beginning, ASCII.openBrace), (.beginning, ASCII.quote): throw error(.notAnArray)
            case (.beginning, _), (.firstElement, _), (.element, _):
                guard let length = try endOfElement() else { return nil }
                let element = try read(length) { [stage] reader throws(JSONFault) in
                    let value = try reader.readValue(in: .array)
                    if stage == .beginning { throw JSONFault(problem: .notAnArray, offset: 0) }
                    if reader.position < length { throw reader.faultAfterItem(of: .array) }
                    return value
                }
                consume(length)
                stage = .separator
                return element
            }
        }
    }

    /// The length of the value that begins at `start`, or nil if it needs more bytes.
    private mutating func endOfElement() throws(JSONReadError) -> Int? {
        let end = buffer.withUnsafeBytes { scanner.end(in: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        guard scanner.count <= limits.bytes else { throw error(.tooLong(limit: limits.bytes)) }
        guard let length = end ?? (isFinished ? buffer.count - start : nil) else { return nil }
        scanner = ElementScanner(depthLimit: limits.depth, depth: 1)
        return length
    }

    // MARK: Both

    /// Reads the `length` bytes from `start` on, and leaves them there.
    private mutating func read(
        _ length: Int, _ body: (inout JSONReader) throws(JSONFault) -> JSONValue
    ) throws(JSONReadError) -> Element {
        let depth = form == .arrayElements ? 1 : 0
        var lent = NameTable()
        swap(&lent, &names)
        let value: JSONValue
        (value, names) = try buffer.withUnsafeBufferPointer { all throws(JSONReadError) in
            let bytes = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[start..<start + length]))
            var reader = JSONReader(bytes, depthLimit: limits.depth, depth: depth, names: lent)
            lent = NameTable()
            do throws(JSONFault) {
                return (try body(&reader), reader.names)
            } catch {
                let before = UnsafeRawBufferPointer(rebasing: bytes[..<error.offset])
                throw JSONReadError(problem(error.problem), at: position.advanced(over: before))
            }
        }
        return Element(value: value, line: position.line)
    }

    /// In lines, what ends too early is a line.
    private func problem(_ problem: JSONProblem) -> JSONProblem {
        if form == .lines, case .ends(let place) = problem { .lineEnds(place) } else { problem }
    }

    private mutating func skipSpace() {
        let space = buffer[start...].prefix { ASCII.isSpace($0) }.count
        if space > 0 { consume(space) }
    }

    private mutating func consume(_ length: Int) {
        buffer.withUnsafeBytes {
            position.advance(over: UnsafeRawBufferPointer(rebasing: $0[start..<start + length]))
        }
        start += length
    }

    private func error(_ problem: JSONProblem) -> JSONReadError { JSONReadError(problem, at: position) }
}
