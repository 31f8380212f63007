import TestSupport
import Testing

@testable import TabularFiles

@Suite("ParallelCSVReader", .timeLimit(.minutes(30)))
struct ParallelCSVReaderTests {
    @Test("Every file of Fixtures/csv gives what CSVReader gives, errors too")
    func fixtures() async throws {
        for name in try Fixtures.names(in: "csv") {
            let bytes = try Fixtures.bytes("csv/\(name)")
            #expect(await readInParallel(bytes) == read(bytes), "\(name)")
        }
    }

    @Test("Rows come in order over many batches, with their lines and their doubled quotes", arguments: [0, 1, 2])
    func manyBatches(seed: Int) async throws {
        var random = SeededGenerator(seed: seed)
        let collector = Collector()
        var writer = try CSVWriter(collector.sink(), columns: ["a", "b", "c"])
        for number in 0..<60_000 {
            try writer.write([
                "\(number)", random.text(of: hardParts, length: 6), random.text(of: hardParts, length: 3),
            ])
        }
        try writer.finish()
        #expect(await readInParallel(collector.bytes) == read(collector.bytes))
        // The last row lacks cells: an error after all rows before it, or blanks.
        let short = collector.bytes + Array("x".utf8)
        #expect(await readInParallel(short) == read(short))
        let options = CSVOptions(shortRows: .padded)
        #expect(await readInParallel(short, options: options) == read(short, options: options))
    }

    @Test("A row longer than a batch comes whole")
    func longRow() async {
        let cell = String(repeating: "\"\"x", count: 500_000)
        let bytes = Array("a,b\n1,2\n3,\"\(cell)\"\n4,5\n".utf8)
        let reading = await readInParallel(bytes)
        #expect(reading == read(bytes))
        #expect(reading.rows.count == 3)
        #expect(reading.rows[1].cells[1].utf8.count == 1_000_000)
    }

    @Test("What the body throws ends the reading and comes out as it is")
    func throwingBody() async throws {
        struct Enough: Error {}
        let reader = try ParallelCSVReader(ByteSource(bytes: Array("a\n1\n2\n3\n".utf8), name: "x.csv"))
        var seen: [String] = []
        await #expect(throws: Enough.self) {
            try await reader.forEachRow { row in
                seen.append(row[0])
                if row.line == 3 { throw Enough() }
            }
        }
        #expect(seen == ["1", "2"])
    }

    private func readInParallel(_ bytes: [UInt8], options: CSVOptions = CSVOptions()) async -> Reading {
        var reading = Reading()
        do {
            let reader = try ParallelCSVReader(ByteSource(bytes: bytes, name: "users.csv"), options: options)
            reading.header = reader.header
            try await reader.forEachRow { row in
                reading.rows.append(Reading.Line(line: row.line, cells: (0..<row.count).map { row[$0] }))
            }
        } catch {
            reading.error = error as? TabularError
        }
        return reading
    }
}
