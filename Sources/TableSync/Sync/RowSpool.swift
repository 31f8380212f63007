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
        try await self.init(rows, in: SpoolFile(in: folder))
    }

    init<Rows: AsyncSequence>(_ rows: Rows, in file: SpoolFile) async throws where Rows.Element == Row {
        self.file = file
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
        let content: JSONValue =
            if let flaw = row.flaw {
                .array([.string(flaw.code), .string(flaw.message)])
            } else {
                .object(JSONObject(row.fields.map { ($0.0, $0.1.json) }))
            }
        return JSONValue.array([.number(JSONNumber(row.line)), content]).bytes + [UInt8(ascii: "\n")]
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
                    if let element = try stream.next() { return try row(element.value) }
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

            private func row(_ json: JSONValue) throws(StateFolderProblem) -> Row {
                if case .array(let parts) = json, parts.count == 2, let line = parts[0].numberValue?.intValue {
                    switch parts[1] {
                    case .object(let cells):
                        let values = cells.values.map { FieldValue($0) }
                        return Row(line: line, fields: Fields(uniqueNames: cells.names, values: values))
                    case .array(let flaw) where flaw.count == 2:
                        if let code = flaw[0].stringValue, let message = flaw[1].stringValue {
                            return Row(line: line, flaw: Row.Flaw(code: code, message: message))
                        }
                    default: break
                    }
                }
                throw StateFolderProblem(path: file.folder, reason: "a row is not as it was kept", isRead: true)
            }
        }

        package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file) }
    }
}
