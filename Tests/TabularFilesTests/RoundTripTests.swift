import JSONText
import TableModel
import TestSupport
import Testing

@testable import TabularFiles

@Suite("What is written is read back")
struct RoundTripTests {
    @Test("as CSV, with any delimiter and line end, the delimiter detected where it can be", arguments: 0..<200)
    func csv(seed: Int) throws {
        let table = RandomTable(seed: seed)
        let delimiters: [CSVDelimiter] = [.comma, .semicolon, .tab, .pipe, try #require(CSVDelimiter(":"))]
        let delimiter = delimiters[seed % delimiters.count]
        let collector = Collector()
        var writer = try CSVWriter(
            collector.sink(), columns: table.columns, delimiter: delimiter, lineEnd: seed % 2 == 0 ? .crlf : .lf)
        for row in table.rows { try writer.write(row) }
        try writer.finish()

        let expected = Reading(header: table.columns, rows: numbered(table))
        let options = CSVOptions(delimiter: delimiter.character == ":" ? delimiter : nil)
        for piece in pieces {
            #expect(read(collector.bytes, options: options, chunk: piece, buffer: piece) == expected)
        }
    }

    @Test("as a JSON array and as JSON Lines, nested values and blanks too", arguments: 0..<200)
    func json(seed: Int) throws {
        let table = RandomTable(seed: seed)
        var random = SeededGenerator(seed: seed)
        let rows = table.rows.map { row in
            Fields(uniqueNames: table.columns, values: row.map { value(of: $0, random: &random) })
        }
        let array = Collector()
        var arrayWriter = JSONRecordsWriter(array.sink())
        for row in rows { try arrayWriter.write(row) }
        try arrayWriter.finish()
        let lines = Collector()
        var linesWriter = JSONLinesWriter(lines.sink())
        for row in rows { try linesWriter.write(row) }
        try linesWriter.finish()

        for piece in pieces {
            let ofArray = try readRows(array.bytes, form: .arrayElements, chunk: piece)
            #expect(ofArray == rows.enumerated().map { Row(line: $0 + 2, fields: $1) })
            let ofLines = try readRows(lines.bytes, form: .lines, chunk: piece)
            #expect(ofLines == rows.enumerated().map { Row(line: $0 + 1, fields: $1) })
            #expect(ofLines.map(\.fields.names) == rows.map(\.names))
        }
    }

    private func readRows(_ bytes: [UInt8], form: JSONStream.Form, chunk: Int) throws -> [Row] {
        let producer = JSONRows(
            JSONRowReader(ByteSource(bytes: bytes, name: "a.json", chunk: chunk), form: form), file: "a.json")
        var rows: [Row] = []
        while let row = try producer.nextAtHand() { rows.append(row) }
        return rows
    }

    private func value(of text: String, random: inout SeededGenerator) -> FieldValue {
        switch Int.random(in: 0...7, using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number(Double(Int.random(in: -1000...1000, using: &random)) / 8)
        case 3: .number(Double(bitPattern: UInt64(text.utf8.count) << 52 | 0x3FF0_0000_0000_0001))
        case 4: .list([.string(text), .number(1), .list([])])
        case 5: .object(["name": .string(text), "size": 1.5, "tags": [.null, true]])
        default: .string(text)
        }
    }

    /// The lines on which rows begin: each comes after the line ends of all before it, those in cells too.
    private func numbered(_ table: RandomTable) -> [Reading.Line] {
        var line = 2 + lineEnds(in: table.columns)
        return table.rows.map { row in
            defer { line += 1 + lineEnds(in: row) }
            return Reading.Line(line: line, cells: row)
        }
    }

    private func lineEnds(in cells: [String]) -> Int {
        cells.reduce(0) { $0 + $1.count { ["\n", "\r", "\r\n"].contains($0) } }
    }
}
