import JSONText
package import TableModel

/// The rows of a source that can be read only once, kept in a file so that they can be read again.
package struct RowSpool: Sendable {
    private static let pieceSize = 256 << 10

    private let file: SpoolFile
    /// How many rows there are.
    package let count: Int

    /// Keeps all of `rows`, in constant memory.
    ///
    /// - Throws: ``StateFolderProblem`` if `folder` cannot be written to, and what the rows throw.
    package init<Rows: AsyncSequence>(_ rows: Rows, in folder: String) async throws where Rows.Element == Row {
        file = try SpoolFile(in: folder)
        var (count, size) = (0, 0)
        var piece: [UInt8] = []
        for try await row in rows {
            count += 1
            piece += Self.line(row)
            guard piece.count >= Self.pieceSize else { continue }
            try file.write(piece, at: size)
            size += piece.count
            piece.removeAll(keepingCapacity: true)
        }
        try file.write(piece, at: size)
        self.count = count
    }

    private static func line(_ row: Row) -> [UInt8] {
        let cells = JSONObject(row.fields.map { ($0.0, $0.1.json) })
        return JSONValue.array([.number(JSONNumber(row.line)), .object(cells)]).bytes + [UInt8(ascii: "\n")]
    }

    /// The rows as they came; they can be read any number of times.
    package var rows: Rows { Rows(file: file) }

    package struct Rows: AsyncSequence, Sendable {
        package typealias Element = Row
        package typealias Failure = any Error

        fileprivate let file: SpoolFile

        package struct AsyncIterator: AsyncIteratorProtocol {
            private let file: SpoolFile
            private var stream = JSONStream(.lines)
            private var offset = 0
            private var isFinished = false

            fileprivate init(_ file: SpoolFile) { self.file = file }

            package mutating func next() async throws -> Row? {
                while true {
                    if let element = try stream.next() { return Self.row(element.value) }
                    if isFinished { return nil }
                    let piece = try file.read(at: offset, upTo: RowSpool.pieceSize)
                    offset += piece.count
                    if piece.isEmpty {
                        isFinished = true
                        stream.finish()
                    } else {
                        stream.append(piece)
                    }
                }
            }

            private static func row(_ json: JSONValue) -> Row? {
                guard case .array(let parts) = json, parts.count == 2, case .number(let line) = parts[0],
                    case .object(let cells) = parts[1]
                else { return nil }
                let fields = Fields(uniqueNames: cells.names, values: cells.values.map { FieldValue($0) })
                return Row(line: Int(line.doubleValue), fields: fields)
            }
        }

        package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file) }
    }
}
