import TableModel
import TestSupport
import Testing

@testable import TabularFiles

@Suite("Rows whose cells are made when they are asked for", .timeLimit(.minutes(30)))
struct PassingRowsTests {
    @Test("They have the cells and the raw encodings of rows whose cells are made", arguments: 0..<60)
    func cells(seed: Int) async throws {
        var random = SeededGenerator(seed: seed)
        let bytes = text(of: RandomTable(seed: seed), &random)
        let options = CSVOptions(delimiter: .comma, shortRows: .padded)
        let passing = try await passingRows(bytes, options)
        let rows = try rows(bytes, options)
        #expect(passing == rows)
        #expect(passing.map { $0.withCells().columns } == rows.map { $0.columns })
        let places = (rows.first?.columns ?? []).indices.shuffled(using: &random)
        #expect(passing.map { encoding(of: $0, places) } == rows.map { encoding(of: $0, places) })
    }

    @Test("Rows that are kept stay what they are while the file is read on")
    func keptRows() async throws {
        let line = "é" + String(repeating: "x", count: 90)
        let bytes = Array(("a,b\n" + (0..<20_000).map { "\($0),\"\"\"\(line)\"\n" }.joined()).utf8)
        let options = CSVOptions()
        let kept = try await passingRows(bytes, options, keeping: { $0 % 3_000 == 0 })
        #expect(kept == (try rows(bytes, options).filter { $0.line % 3_000 == 0 }))
        #expect(try await passingRows(bytes, options) == rows(bytes, options))
    }

    @Test("A pass over rows that are kept gives rows with cells")
    func files() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try write("a,b\n" + String(repeating: "1,\(String(repeating: "x", count: 998))\n", count: 9_000), to: path)
            let file = try TabularFile.open(path)
            var passing = file.passingRows().makeAsyncIterator()
            for try await row in file.rows() { #expect(try await passing.next() == row) }
            #expect(try await passing.next() == nil)
        }
    }

    /// A CSV text of the table as people write them: with any line ends, needless quotes, and rows without their last cells.
    private func text(of table: RandomTable, _ random: inout SeededGenerator) -> [UInt8] {
        let lineEnd = ["\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
        var text = Bool.random(using: &random) ? "\u{FEFF}" : ""
        for (number, row) in ([table.columns] + table.rows).enumerated() {
            var cells = row
            while number > 0, cells.count > 1, cells.last == "", Bool.random(using: &random) { cells.removeLast() }
            let written = cells.map { cell in
                let isPlain = cell.utf8.allSatisfy { !",\"\r\n".utf8.contains($0) }
                guard !isPlain || cell.isEmpty || Bool.random(using: &random) else { return cell }
                return "\"" + cell.replacing("\"", with: "\"\"") + "\""
            }
            text += written.joined(separator: ",") + lineEnd
        }
        return Array(text.utf8)
    }

    private func encoding(of row: Row, _ places: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        row.encodeRaw(places, into: &bytes)
        return bytes
    }

    private func rows(_ bytes: [UInt8], _ options: CSVOptions) throws -> [Row] {
        let producer = CSVRows(try CSVReader(ByteSource(bytes: bytes, name: "users.csv"), options: options))
        var rows: [Row] = []
        while let row = try producer.nextAtHand() { rows.append(row) }
        return rows
    }

    private func passingRows(
        _ bytes: [UInt8], _ options: CSVOptions, keeping isKept: (Int) -> Bool = { _ in true }
    ) async throws -> [Row] {
        let producer = try ParallelCSVRows(ByteSource(bytes: bytes, name: "users.csv"), options: options)
        var rows: [Row] = []
        repeat {
            while let row = try producer.nextAtHand() { if isKept(row.line) { rows.append(row) } }
        } while await producer.readOn()
        return rows
    }
}
