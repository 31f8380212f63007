import JSONText
import TableModel
import Testing

@testable import TabularFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("Writers")
struct WriterTests {
    @Test("CSV is quoted only where it must be")
    func csv() throws {
        let collector = Collector()
        var writer = try CSVWriter(collector.sink(), columns: ["a", "b c", "d;e"])
        try writer.write(["plain", "", " blanks "])
        try writer.write(["comma, and", "quote \" and", "line\nand"])
        try writer.write(["semicolon; no", "\r", "\u{FEFF}mark"])
        try writer.finish()
        #expect(
            Array(collector.text.utf8)
                == Array(
                    """
                    a,b c,"d;e"\r
                    plain,, blanks \r
                    "comma, and","quote "" and","line
                    and"\r
                    semicolon; no,"\r","\u{FEFF}mark"\r

                    """.utf8))
    }

    @Test("A blank cell that is alone in its row is quoted, for a blank line is no row")
    func oneBlankCell() throws {
        let collector = Collector()
        var writer = try CSVWriter(collector.sink(), columns: ["name"], lineEnd: .lf)
        try writer.write([""])
        try writer.finish()
        #expect(collector.text == "name\n\"\"\n")
    }

    @Test("A header that could not be read back is not written")
    func header() {
        #expect(throws: TabularError.self) { _ = try CSVWriter(Collector().sink(), columns: ["a", "a"]) }
        do throws(TabularError) {
            _ = try CSVWriter(Collector().sink(), columns: ["a", ""])
        } catch {
            #expect(
                error.description
                    == "out: column 2 of the header has no name. Give every column a name, or remove it; a comma at the end "
                    + "of the line makes one.")
        }
    }

    @Test("Records as CSV have a cell for each field, in the fields' order and form")
    func records() throws {
        let field = { (name: String, type: FieldType) in FieldSchema(id: FieldID(unchecked: ""), name: name, type: type)
        }
        let collector = Collector()
        var writer = try CSVRecordsWriter(
            collector.sink(), fields: [field("share", .percent), field("tags", .multipleSelects), field("n", .number)],
            delimiter: .tab)
        try writer.write(["n": 2, "tags": ["a", "b"], "share": 0.125, "other": "x"])
        try writer.write([:])
        try writer.finish()
        #expect(collector.text == "share\ttags\tn\r\n12.5%\ta, b\t2\r\n\t\t\r\n")
    }

    @Test("JSON stands one object on a line, in an array or not; no rows are an empty array or an empty file")
    func json() throws {
        let rows: [Fields] = [["a": 1, "b": [true, .null]], ["a": "x\n\"", "c": 1.5]]
        let array = Collector()
        var arrayWriter = JSONRecordsWriter(array.sink())
        for row in rows { try arrayWriter.write(row) }
        try arrayWriter.write(["as": "it is"] as JSONObject)
        try arrayWriter.finish()
        #expect(
            array.text == "[\n{\"a\":1,\"b\":[true,null]},\n{\"a\":\"x\\n\\\"\",\"c\":1.5},\n{\"as\":\"it is\"}\n]\n")

        let lines = Collector()
        var linesWriter = JSONLinesWriter(lines.sink())
        for row in rows { try linesWriter.write(row) }
        try linesWriter.write(["as": "it is"] as JSONObject)
        try linesWriter.finish()
        #expect(lines.text == "{\"a\":1,\"b\":[true,null]}\n{\"a\":\"x\\n\\\"\",\"c\":1.5}\n{\"as\":\"it is\"}\n")

        let none = Collector()
        try JSONRecordsWriter(none.sink()).finish()
        #expect(none.text == "[]\n")
        let noLines = Collector()
        try JSONLinesWriter(noLines.sink()).finish()
        #expect(noLines.text == "")
    }

    @Test("Bytes go out in pieces of some 64 KiB, not when all are there")
    func pieces() throws {
        let collector = Collector()
        var writer = JSONLinesWriter(collector.sink())
        let row: Fields = ["text": .string(String(repeating: "x", count: 1000))]
        var most = 0
        for count in 1...1000 {
            try writer.write(row)
            most = max(most, count * 1012 - collector.bytes.count)
        }
        try writer.finish()
        #expect(most <= ByteSink.bufferSize + 1012)
        #expect(collector.bytes.count == 1_012_000)
    }

    #if os(Linux)
        @Test("A full disk is an error with the system's words, and stays one")
        func fullDisk() throws {
            var writer = try CSVWriter(ByteSink(path: "/dev/full"), columns: ["a"])
            let text = String(repeating: "x", count: ByteSink.bufferSize)
            for _ in 0..<2 {
                do throws(TabularError) {
                    try writer.write([text])
                    Issue.record("A full disk took what was written.")
                } catch {
                    #expect(error.code == .cannotWrite)
                    #expect(
                        error.description
                            == "/dev/full: writing failed: No space left on device (errno 28). Make room, or "
                            + "name another place.")
                }
            }
            do throws(TabularError) {
                try writer.finish()
                Issue.record("A full disk took the rest.")
            } catch {
                #expect(error.code == .cannotWrite)
            }
        }
    #endif

    @Test("A pipe whose reader has gone is an error if the process ignores SIGPIPE")
    func closedPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        var writer = JSONLinesWriter(ByteSink(file: OpenFile(descriptor: ends[1]), name: "standard output"))
        try writer.write(["a": 1] as Fields)
        do throws(TabularError) {
            try writer.finish()
            Issue.record("Nobody reads, and yet it was written.")
        } catch {
            #expect(error.code == .cannotWrite)
            #expect(error.description == "standard output: writing failed: Broken pipe (errno 32).")
        }
    }

    @Test("A file that cannot be made is an error that says so")
    func noFile() {
        do throws(TabularError) {
            _ = try ByteSink(path: "/nowhere/out.csv")
            Issue.record("A file was made in a folder that is not there.")
        } catch {
            #expect(error.code == .cannotOpen)
            #expect(
                error.description
                    == "/nowhere/out.csv: the file cannot be written: No such file or directory (errno 2). Check the path "
                    + "and that you may write there.")
        }
    }
}
