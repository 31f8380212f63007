import TableModel
import TestSupport
import Testing

@testable import TabularFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Rows of large CSV files", .timeLimit(.minutes(30)))
struct ParallelCSVRowsTests {
    @Test("Every file of Fixtures/csv gives what CSVReader gives, errors too")
    func fixtures() async throws {
        for name in try Fixtures.names(in: "csv") {
            let bytes = try Fixtures.bytes("csv/\(name)")
            #expect(await readAhead(bytes) == read(bytes), "\(name)")
        }
    }

    @Test(
        "Rows come in order over many batches, with their lines, up to where the file is wrong", arguments: [0, 1, 2])
    func manyBatches(seed: Int) async throws {
        let bytes = try large(seed: seed)
        #expect(await readAhead(bytes) == read(bytes))
        let short = bytes + Array("x".utf8)
        #expect(await readAhead(short) == read(short))
        let options = CSVOptions(shortRows: .padded)
        #expect(await readAhead(short, options: options) == read(short, options: options))
    }

    @Test("An error and the end stay what they are")
    func afterTheEnd() async throws {
        let whole = try ParallelCSVRows(source("a,b\n1,2\n"), options: CSVOptions())
        _ = try await next(of: whole)
        for _ in 0..<2 { #expect(try await next(of: whole) == nil) }
        let broken = try ParallelCSVRows(source("a,b\n1,2\n\"3\n"), options: CSVOptions())
        _ = try await next(of: broken)
        for _ in 0..<2 { await #expect(throws: TabularError.self) { try await next(of: broken) } }
    }

    @Test("Behind rows that are too short or too long it goes on")
    func raggedRows() async throws {
        let rows = try ParallelCSVRows(source("a,b\n1\n2\n3,4\n5,6,7,8\n9,0\n1"), options: CSVOptions())
        var found: [Int] = []
        while true {
            do {
                guard let row = try await next(of: rows) else { break }
                found.append(row.line)
            } catch let error as TabularError {
                #expect(error.concernsOneRow)
                found.append(-(error.line ?? 0))
            }
        }
        #expect(found == [-2, -3, 4, -5, 6, -7])
    }

    @Test("A large file on disk is read ahead and a small one is not, and both can be left and read again")
    func files() async throws {
        try await withTemporaryFolder { folder in
            let row = String(repeating: "x", count: 1_000) + ",y\n"
            for text in ["a,b\n" + row, "a,b\n" + String(repeating: row, count: 9_000)] {
                let path = "\(folder)/a.csv"
                try write(text, to: path)
                let file = try TabularFile.open(path)
                let isLarge = text.utf8.count >= ParallelCSVRows.smallestFile
                #expect(try file.producer() is ParallelCSVRows == isLarge)
                for try await row in file.rows() {
                    #expect(row.line == 2)
                    break
                }
                #expect(
                    try await rows(of: file)
                        == read(text).rows.map { Row(line: $0.line, fields: ["a": .string($0.cells[0]), "b": "y"]) })
            }
        }
    }

    @Test("A large file that is written to while it is read ends in an error, not in a shorter table")
    func changes() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            // More than what is read ahead.
            try write("a\n" + String(repeating: String(repeating: "x", count: 999) + "\n", count: 10_000), to: path)
            var iterator = try TabularFile.open(path).rows().makeAsyncIterator()
            #expect(try await iterator.next()?.line == 2)
            try #require(truncate(path, 5_000_000) == 0)
            var error: TabularError?
            do throws(TabularError) { while try await iterator.next() != nil {} } catch let caught { error = caught }
            #expect(error?.code == .changed)
        }
    }

    @Test("Rows come in batches of any size as they come one by one, errors too", arguments: 0..<6)
    func batches(seed: Int) async throws {
        try await withTemporaryFolder { folder in
            var random = SeededGenerator(seed: seed)
            var text = "a,b\n"
            // Some files are large enough to be read ahead.
            for number in 0..<Int.random(in: 0..<3, using: &random) * 5_000 {
                let cell = String(repeating: "x", count: Int.random(in: 0..<2_000, using: &random))
                text += Int.random(in: 0..<100, using: &random) == 0 ? "\(cell)\n" : "\(number),\(cell)\n"
            }
            try write(text, to: "\(folder)/a.csv")
            let file = try TabularFile.open("\(folder)/a.csv")
            for rows in [file.rows(), file.passingRows()] {
                let single = await collected(rows) { iterator, rows throws(TabularError) in
                    if let row = try await iterator.next() { rows.append(row) }
                }
                let limit = Int.random(in: 1..<4_000, using: &random)
                let batched = await collected(rows) { iterator, rows throws(TabularError) in
                    let batch = try await iterator.nextBatch(upTo: limit)
                    #expect(batch.map { 1...limit ~= $0.count } ?? true)
                    for index in 0..<(batch?.count ?? 0) { #expect(batch?.line(index) == batch?[index].line) }
                    rows += batch?.rows ?? []
                }
                #expect(single.rows == batched.rows && single.errors == batched.errors)
            }
        }
    }

    /// All rows that `pull` appends, and the lines of those that could not be read.
    private func collected(
        _ sequence: RowSequence, _ pull: (inout RowSequence.Iterator, inout [Row]) async throws(TabularError) -> Void
    ) async -> (rows: [Row], errors: [Int?]) {
        var iterator = sequence.makeAsyncIterator()
        var (rows, errors): ([Row], [Int?]) = ([], [])
        while true {
            let count = rows.count
            do {
                try await pull(&iterator, &rows)
                if rows.count == count { return (rows, errors) }
            } catch {
                errors.append(error.line)
            }
        }
    }

    /// A text of many batches with everything in its cells that is hard to read.
    private func large(seed: Int) throws -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let collector = Collector()
        var writer = try CSVWriter(collector.sink(), columns: ["a", "b", "c"])
        for number in 0..<60_000 {
            try writer.write([
                "\(number)", random.text(of: hardParts, length: 6), random.text(of: hardParts, length: 3),
            ])
        }
        try writer.finish()
        return collector.bytes
    }

    private func source(_ text: String) -> ByteSource { ByteSource(bytes: Array(text.utf8), name: "users.csv") }

    private func next(of rows: ParallelCSVRows) async throws -> Row? {
        repeat {
            if let row = try rows.nextAtHand() { return row }
        } while await rows.readOn()
        return nil
    }

    private func readAhead(_ bytes: [UInt8], options: CSVOptions = CSVOptions()) async -> Reading {
        var reading = Reading()
        do {
            let rows = try ParallelCSVRows(ByteSource(bytes: bytes, name: "users.csv"), options: options)
            reading.header = rows.columns
            while let row = try await next(of: rows) {
                #expect(row.fields.names == rows.columns)
                let cells = row.fields.values.map { if case .string(let text) = $0 { text } else { "no text" } }
                reading.rows.append(Reading.Line(line: row.line, cells: cells))
            }
        } catch {
            reading.error = error as? TabularError
        }
        return reading
    }
}
