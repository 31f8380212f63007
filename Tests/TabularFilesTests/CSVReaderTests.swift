import Testing

@testable import TabularFiles

@Suite("CSVReader")
struct CSVReaderTests {
    @Test("Short rows can be padded with blank cells; long rows are refused all the same")
    func padding() {
        let options = CSVOptions(shortRows: .padded)
        #expect(
            read("a,b,c\n1\n1,2\n1,2,3\n", options: options).rows.map(\.cells) == [
                ["1", "", ""], ["1", "2", ""], ["1", "2", "3"],
            ])
        #expect(read("a,b\n1,2,3\n", options: options).error?.code == .longRow)
    }

    @Test("After an error every call throws the same")
    func errorStays() throws {
        var reader = try CSVReader(ByteSource(bytes: Array("a,b\n\"1\"x,2\n2,3\n".utf8), name: "x.csv"))
        for _ in 0..<3 {
            do throws(TabularError) {
                _ = try reader.next()
                Issue.record("A text after a quote was read.")
            } catch {
                #expect(error.code == .textAfterQuote)
                #expect(error.line == 2)
            }
        }
    }

    @Test("Behind rows that are too short or too long it goes on, in pieces of any size", arguments: pieces)
    func raggedRows(piece: Int) throws {
        let text = "a,b\n1\n2,3\n\n4,5,6,\"x\r\ny\",,\r\n7,\"8\n\"\r9,\"\n\",1\n1,2,3,4\n0\n5,6\n7,8,9"
        var reader = try CSVReader(
            ByteSource(bytes: Array(text.utf8), name: "x.csv", chunk: piece), options: CSVOptions(), bufferSize: piece)
        var found: [String] = []
        while true {
            do throws(TabularError) {
                guard try reader.next() else { break }
                found.append("\(reader.line): \(reader.cells())")
            } catch {
                #expect(error.concernsOneRow)
                found.append("\(error.line ?? 0) \(error.code == .shortRow ? "short" : "long")")
            }
        }
        #expect(
            found == [
                "2 short", "3: [\"2\", \"3\"]", "5 long", "7: [\"7\", \"8\\n\"]", "10 long", "11 long",
                "12 short", "13: [\"5\", \"6\"]", "14 long",
            ])
    }

    @Test("At the end every call says so")
    func endStays() throws {
        var reader = try CSVReader(ByteSource(bytes: Array("a\n1\n".utf8), name: "x.csv"))
        var answers: [Bool] = []
        for _ in 0..<4 { answers.append(try reader.next()) }
        #expect(answers == [true, false, false, false])
    }

    @Test(
        "A cell may be as long as the limit and no longer, quoted or not, in pieces of any size",
        arguments: [1, 10, 100])
    func cellLimit(limit: Int) {
        let options = CSVOptions(cellBytes: limit)
        let text = String(repeating: "x", count: limit)
        for piece in pieces {
            let good = read(Array("a,b\n\(text),\"\(text)\"\n".utf8), options: options, chunk: piece, buffer: piece)
            #expect(good.rows.map(\.cells) == [[text, text]])
            for cell in ["\(text)x", "\"\(text)x\""] {
                let long = read(Array("a,b\n1,\(cell)\n".utf8), options: options, chunk: piece, buffer: piece)
                #expect(long.error?.code == .cellTooLong)
                #expect(long.error?.line == 2)
                #expect(long.error?.column == 3)
            }
        }
    }

    @Test("A quote that is never closed is found by the limit, not by the end of memory")
    func openQuoteInLongFile() {
        let text = "a,b\n1,\"" + String(repeating: "x\n", count: 1000)
        let error = read(Array(text.utf8), options: CSVOptions(cellBytes: 100), chunk: 64, buffer: 64).error
        #expect(
            error?.description
                == "users.csv, line 2, column 3: a cell is longer than 100 bytes. If it begins with a quote, that is "
                + "probably never closed: close it. Otherwise raise the limit.")
    }

    @Test("A row longer than four of the longest cells is refused before it fills memory")
    func rowLimit() {
        let text = String(repeating: "\"\",", count: 500)
        for piece in pieces {
            let reading = read(Array(text.utf8), options: CSVOptions(cellBytes: 100), chunk: piece, buffer: piece)
            #expect(
                reading.error?.description
                    == "users.csv, line 1, column 1: the row is longer than 1424 bytes. Check that the file is CSV and has "
                    + "line ends, or raise the limit.")
        }
    }

    @Test("10,000 columns are read and one more is refused")
    func columnLimit() {
        let names = (1...10_001).map { "c\($0)" }
        let good = read(names.dropLast().joined(separator: ",") + "\n")
        #expect(good.error == nil)
        #expect(good.header.count == 10_000)
        #expect(
            read(names.joined(separator: ",") + "\n").error?.message == "the header has more than 10000 columns")
    }

    @Test("Names that differ only in how an accent is written are one name")
    func canonicalNames() {
        #expect(read("é,e\u{301}\n").error?.code == .duplicateColumn)
    }

    @Test(
        "The delimiter is that which the header and most rows share",
        arguments: [
            ("name\nAda\n", ","), ("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb\n1\t2\n", "\t"),
            ("a|b\n1|2\n", "|"),
            // Both occur in the header; the rows decide.
            ("a,b;c,d\n1;2\n3;4\n", ";"), ("a,b;c,d\n1,2,3\n4,5,6\n", ","),
            // Equal so far: more columns, then the likelier one.
            ("a,b;c;d\n", ";"), ("a,b;c\n", ","),
            // Quoted ones do not count.
            ("\"a;b\",c\n\"1;2\",3\n", ","), ("a,\"b;c;d\"\n", ","), ("\"a\"\"b;c\";d\n", ";"),
            // Blank lines and other line ends.
            ("\n\r\na;b\r1;2\r", ";"), ("", ","),
        ])
    func detection(text: String, delimiter: Character) {
        var bytes = Array(text.utf8)
        let detected = bytes.withUnsafeMutableBufferPointer {
            CSVDelimiter.detected(in: UnsafeBufferPointer($0), isWhole: true)
        }
        #expect(detected.character == delimiter)
    }

    @Test("Any ASCII character can be said to be the delimiter but those with another meaning")
    func saidDelimiters() {
        for character in ["\"", "\n", "\r", "\r\n", "\0", "é", "🌙"] as [Character] {
            #expect(CSVDelimiter(character) == nil)
        }
        for character in [",", "~", ":", " "] as [Character] {
            let delimiter = CSVDelimiter(character)
            #expect(delimiter?.character == character)
            let reading = read("a\(character)b\n1\(character)2\n", options: CSVOptions(delimiter: delimiter))
            #expect(reading.rows.map(\.cells) == [["1", "2"]])
        }
    }

    @Test("Fixtures/users.csv has 1,000 users with addresses of their own, and cells of more than one line")
    func users() throws {
        let reading = read(try Fixtures.bytes("users.csv"))
        #expect(reading.error == nil)
        #expect(
            reading.header == [
                "email", "Full name", "phone", "website", "plan", "tags", "seats", "monthly spend", "discount",
                "active",
                "signed up", "last seen", "notes",
            ])
        #expect(reading.rows.count == 1000)
        #expect(Set(reading.rows.map { $0.cells[0] }).count == 1000)
        #expect(Set(reading.rows.map { $0.cells[4] }) == ["Free", "Starter", "Team", "Enterprise"])
        let inNotes = reading.rows.map { row in row.cells[12].count { $0 == "\n" } }
        #expect(inNotes.contains { $0 > 0 })
        // The last row's line counts every line end before it.
        #expect(reading.rows.last?.line == 1001 + inNotes.dropLast().reduce(0, +))
    }
}
