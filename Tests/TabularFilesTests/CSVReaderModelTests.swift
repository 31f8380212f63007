import TestSupport
import Testing

@testable import TabularFiles

@Suite("The fast reader agrees with a plain one")
struct CSVReaderModelTests {
    @Test("on random texts, rows, lines, errors and their places alike, in pieces of any size", arguments: 0..<400)
    func agrees(seed: Int) {
        var random = SeededGenerator(seed: seed)
        let parts = [
            "a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\t", "é", "🌙", "abcdefghijklmnopq",
        ]
        let columns = Int.random(in: 1...3, using: &random)
        let header = (0..<columns).map { "c\($0)" }.joined(separator: ",")
        var bytes = Array("\(header)\n".utf8)
        for _ in 0..<Int.random(in: 0...30, using: &random) {
            bytes += (parts.randomElement(using: &random) ?? "").utf8
        }
        // One text in four is none: a zero byte, a byte of Latin-1, half a character.
        let flaws: [[UInt8]] = [[0], [0xE9, 0x61], [0xE9], [0xF0, 0x9F]]
        if seed % 4 == 0, let flaw = flaws.randomElement(using: &random) {
            bytes.insert(contentsOf: flaw, at: Int.random(in: 0...bytes.count, using: &random))
        }
        let isPadded = Bool.random(using: &random)
        let options = CSVOptions(delimiter: .comma, shortRows: isPadded ? .padded : .refused)
        let expected = SlowCSV.rows(of: bytes, padded: isPadded)
        for piece in pieces {
            let reading = read(bytes, options: options, chunk: piece, buffer: piece)
            let rows = reading.rows.map { Array("\($0.line) \($0.cells)".utf8) }
            #expect(rows == expected.rows.dropFirst().map { Array("\($0.line) \($0.cells)".utf8) }, "\(bytes)")
            let problem = reading.error.map {
                SlowCSV.Problem(code: $0.code, line: $0.line ?? 0, column: $0.column ?? 0)
            }
            #expect(problem == expected.problem, "\(bytes) in pieces of \(piece)")
        }
    }

    @Test("when rows end at every place around the edge of the index's stretch and of the buffer")
    func edges() {
        for edge in [StructuralIndex.stretch, ByteSource.chunkSize] {
            for shift in -20...20 {
                // The quoted cell with its pair and its line end slides over the edge.
                let filler = String(repeating: "x", count: edge + shift - 20)
                let text = "a,b\r\n\(filler),\"p\"\"q\r\nr\"\r\n1,2\r\n"
                let reading = read(Array(text.utf8))
                #expect(reading.error == nil)
                #expect(reading.rows.map(\.line) == [2, 4])
                #expect(reading.rows.map { $0.cells[1] } == ["p\"q\r\nr", "2"])
                #expect(reading.rows.first?.cells[0] == filler)
            }
        }
    }
}
