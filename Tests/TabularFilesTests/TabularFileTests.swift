import JSONText
import TableModel
import Testing

import class Foundation.Thread

@testable import TabularFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("TabularFile", .timeLimit(.minutes(30)))
struct TabularFileTests {
    @Test(
        "The extension tells the format, in any case",
        arguments: [
            ("a.csv", TabularFormat.csv), ("b/A.CSV", .csv), ("a.tsv", .tsv), ("a.json", .json),
            ("a.b.jsonl", .jsonLines),
            ("a.ndjson", .jsonLines), ("a.txt", nil), ("csv", nil), ("a.csv/b", nil), ("a.", nil), ("", nil),
        ] as [(String, TabularFormat?)])
    func formats(path: String, format: TabularFormat?) {
        #expect(TabularFormat(path: path) == format)
    }

    @Test("The rows of a CSV file are texts under the header's names, and can be read again")
    func csv() async throws {
        try await withTemporaryFolder { folder in
            try write("email,n\nada@example.com,1\n\ngrace@example.com,\n", to: "\(folder)/a.csv")
            let file = try TabularFile.open("\(folder)/a.csv")
            #expect(file.columns == ["email", "n"])
            #expect(file.delimiter == .comma)
            let expected = [
                Row(line: 2, fields: ["email": "ada@example.com", "n": "1"]),
                Row(line: 4, fields: ["email": "grace@example.com", "n": ""]),
            ]
            #expect(try await rows(of: file) == expected)
            #expect(try await rows(of: file) == expected)
        }
    }

    @Test(
        "Rows are counted without being read, those of CSV that are too short or too long among them",
        arguments: [
            ("a.csv", "a,b\n1,2\n\n\"3\n3\",4\n5\n6,7,8\n", 4), ("a.csv", "a,b\n", 0), ("a.tsv", "a\tb\n1\t2", 1),
            ("a.json", "[{\"a\":1},{\"b\":2}]", 2), ("a.jsonl", "{\"a\":1}\n\n{\"a\":2}\n{}", 3),
        ])
    func rowCount(name: String, text: String, count: Int) async throws {
        try await withTemporaryFolder { folder in
            try write(text, to: "\(folder)/\(name)")
            #expect(try await TabularFile.open("\(folder)/\(name)").rowCount() == count)
        }
    }

    @Test("Rows that cannot be read to the end are not counted")
    func rowCountOfDamaged() async throws {
        try await withTemporaryFolder { folder in
            try write("a\n1\n\"2", to: "\(folder)/a.csv")
            let file = try TabularFile.open("\(folder)/a.csv")
            await #expect(throws: TabularError.self) { try await file.rowCount() }
        }
    }

    @Test("A .tsv file is split at tabs, whatever else occurs more often")
    func tsv() async throws {
        try await withTemporaryFolder { folder in
            try write("a,b,c\td\n1,2,3\t4\n", to: "\(folder)/a.tsv")
            let file = try TabularFile.open("\(folder)/a.tsv")
            #expect(file.columns == ["a,b,c", "d"])
            #expect(try await rows(of: file) == [Row(line: 2, fields: ["a,b,c": "1,2,3", "d": "4"])])
        }
    }

    @Test("The columns of JSON are all names in the order in which they first occur; a row has its own")
    func json() async throws {
        try await withTemporaryFolder { folder in
            let text = "\u{FEFF}[\n {\"a\": 1, \"b\": [\"x\", {\"y\": null}]},\n\n {\"c\": null,\n \"a\": \"t\"}, {}]"
            try write(text, to: "\(folder)/a.json")
            let file = try TabularFile.open("\(folder)/a.json")
            #expect(file.columns == ["a", "b", "c"])
            #expect(file.delimiter == nil)
            let nested: JSONObject = ["y": .null]
            #expect(
                try await rows(of: file) == [
                    Row(line: 2, fields: ["a": 1, "b": .list(["x", .object(nested)])]),
                    Row(line: 4, fields: ["c": .null, "a": "t"]),
                    Row(line: 5, fields: [:]),
                ])
        }
    }

    @Test("A whole number in JSON that no double holds keeps its digits")
    func longNumbers() async throws {
        try await withTemporaryFolder { folder in
            try write("[{\"id\": 9007199254740993, \"n\": 9007199254740992}]", to: "\(folder)/a.json")
            let file = try TabularFile.open("\(folder)/a.json")
            let fields: Fields = ["id": "9007199254740993", "n": .number(0x1p53)]
            #expect(try await rows(of: file) == [Row(line: 1, fields: fields)])
        }
    }

    @Test("JSON Lines keep their line numbers over blank lines; no lines are no rows")
    func jsonLines() async throws {
        try await withTemporaryFolder { folder in
            try write("{\"a\":1}\n\n{\"a\":2}", to: "\(folder)/a.jsonl")
            let file = try TabularFile.open("\(folder)/a.jsonl")
            #expect(try await rows(of: file) == [Row(line: 1, fields: ["a": 1]), Row(line: 3, fields: ["a": 2])])
            try write("", to: "\(folder)/b.jsonl")
            let empty = try TabularFile.open("\(folder)/b.jsonl")
            #expect(empty.columns.isEmpty)
            #expect(try await rows(of: empty).isEmpty)
        }
    }

    @Test(
        "JSON that is not rows is refused with its place",
        arguments: [
            (
                "a.json", "[{\"a\":1},\n [1]]",
                "line 2: a row is an array, not an object. Write every row as an object whose members are named after the "
                    + "columns."
            ),
            (
                "a.jsonl", "{\"a\":1}\n\n7\n",
                "line 3: a row is a number, not an object. Write every row as an object whose members are named after the "
                    + "columns."
            ),
            (
                "a.json", "[{\"a\":1},\n {\"a\" 2}]",
                "line 2, column 7: \"2\" follows the name of an object's member. Only \":\" can stand there."
            ),
            (
                "a.json", "{\"a\":1}",
                "line 1, column 1: the text is not an array, but its elements were to be read. It must begin with \"[\"."
            ),
            ("a.json", "", "line 1, column 1: the text is empty, but JSON needs a value."),
            (
                "a.jsonl", "{\" \":1}",
                "line 1: a member of the object has no name. Name it after its column, or remove it."
            ),
            (
                "a.jsonl", "{\"a\":1}\n{\"a\":\n1}",
                "line 2, column 6: the line ends inside an object. In JSON Lines, every value stands on one line of its own."
            ),
        ])
    func badJSON(name: String, text: String, message: String) async throws {
        try await withTemporaryFolder { folder in
            try write(text, to: "\(folder)/\(name)")
            do throws(TabularError) {
                _ = try TabularFile.open("\(folder)/\(name)")
                Issue.record("It was opened.")
            } catch {
                #expect(error.description == "\(folder)/\(name), \(message)")
            }
        }
    }

    @Test("A number that no double reaches is refused when its row is read")
    func greatNumber() async throws {
        try await withTemporaryFolder { folder in
            try write("{\"a\":1}\n{\"a\":[1e999]}\n", to: "\(folder)/a.jsonl")
            let file = try TabularFile.open("\(folder)/a.jsonl")
            await #expect(
                throws: TabularError(
                    .numberOutOfRange, file: "\(folder)/a.jsonl", line: 2,
                    message: "\"a\" holds a number that is greater than any double",
                    remedy: "Write it as a string, or write a smaller number.")
            ) { try await rows(of: file) }
        }
    }

    @Test("More than 10,000 different names in a JSON file are refused")
    func manyNames() async throws {
        try await withTemporaryFolder { folder in
            let lines = (0...10_000).map { "{\"n\($0)\":1}" }
            try write(lines.dropLast().joined(separator: "\n"), to: "\(folder)/a.jsonl")
            #expect(try TabularFile.open("\(folder)/a.jsonl").columns.count == 10_000)
            try write(lines.joined(separator: "\n"), to: "\(folder)/a.jsonl")
            #expect(throws: TabularError.self) { try TabularFile.open("\(folder)/a.jsonl") }
        }
    }

    @Test("A path without a telling extension is refused unless the format is said")
    func unknownFormat() async throws {
        try await withTemporaryFolder { folder in
            try write("a,b\n1,2\n", to: "\(folder)/data")
            #expect(
                throws: TabularError(
                    .unknownFormat, file: "\(folder)/data", message: "the name does not tell the format",
                    remedy:
                        "Say whether it is CSV, TSV, JSON or JSON Lines, or rename it to end in .csv, .tsv, .json or "
                        + ".jsonl.")
            ) { try TabularFile.open("\(folder)/data") }
            #expect(try TabularFile.open("\(folder)/data", format: .csv).columns == ["a", "b"])
        }
    }

    @Test("A file that is absent and a folder are refused in words")
    func cannotOpen() async throws {
        try await withTemporaryFolder { folder in
            #expect(
                throws: TabularError(
                    .cannotOpen, file: "\(folder)/no.csv",
                    message: "the file cannot be opened: No such file or directory (errno 2)",
                    remedy: "Check the path and that you may read it.")
            ) { try TabularFile.open("\(folder)/no.csv") }
            #expect(
                throws: TabularError(
                    .cannotOpen, file: folder, message: "this is a folder, not a file", remedy: "Name a file inside it."
                )
            ) { try TabularFile.open(folder, format: .csv) }
        }
    }

    @Test("A file that was replaced, written to or removed between passes is not read as if nothing had been")
    func changes() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try write("a\n1\n", to: path)
            let file = try TabularFile.open(path)
            try write("a\n1\n2\n", to: path)
            await #expect(
                throws: TabularError(
                    .changed, file: path, message: "the file was changed while it was in use",
                    remedy: "Wait until nothing writes to it, then start again.")
            ) { try await rows(of: file) }
            remove(path)
            do {
                _ = try await rows(of: file)
                Issue.record("A file that is gone was read.")
            } catch {
                #expect((error as? TabularError)?.code == .cannotOpen)
            }
        }
    }

    @Test("A file that is written to while it is read ends in an error, not in a shorter table")
    func changeWhileReading() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try write("a\n1\n2\n", to: path)
            var iterator = try TabularFile.open(path).rows().makeAsyncIterator()
            #expect(try await iterator.next()?.line == 2)
            let more = try #require(fopen(path, "a"))
            fputs("3\n", more)
            fclose(more)
            var error: TabularError?
            do throws(TabularError) { while try await iterator.next() != nil {} } catch let caught { error = caught }
            #expect(error?.code == .changed)
        }
    }

    @Test(
        "Standard input is read more than once, and its first character tells its format",
        arguments: [
            ("a,b\n1,2\n", TabularFormat.csv, 2), (" [ {\"a\":\"1\",\"b\":\"2\"} ]", .json, 1),
            ("{\"a\":\"1\",\"b\":\"2\"}\n", .jsonLines, 1),
        ])
    func standardInput(text: String, format: TabularFormat, line: Int) async throws {
        let file = try TabularFile.open("-", format: nil, csv: CSVOptions(), standardInput: pipe(holding: text))
        #expect(file.name == "standard input")
        #expect(file.format == format)
        #expect(file.columns == ["a", "b"])
        for _ in 0..<2 {
            #expect(try await rows(of: file) == [Row(line: line, fields: ["a": "1", "b": "2"])])
        }
        // Two passes at once do not disturb one another.
        var first = file.rows().makeAsyncIterator()
        var second = file.rows().makeAsyncIterator()
        #expect(try await first.next() == (try await second.next()))
    }

    @Test("A temporary copy has no name, and only its owner may read it")
    func spool() async throws {
        try await withTemporaryFolder { folder in
            let copy = try Spool.copying(pipe(holding: "secret"), name: "standard input", folder: folder)
            #expect(Spool.beginning(of: copy) == Array("secret".utf8))
            var status = stat()
            #expect(fstat(copy.descriptor, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(status.st_nlink == 0)
            #expect(throws: TabularError.self) {
                try Spool.copying(pipe(holding: ""), name: "standard input", folder: "\(folder)/no")
            }
        }
    }

    @Test("A named pipe is copied first, too")
    func namedPipe() async throws {
        try await withTemporaryFolder { folder in
            let path = "\(folder)/a.csv"
            try #require(mkfifo(path, 0o600) == 0)
            // Opened for both, so that neither end waits for the other.
            let descriptor = openBothEnds(path)
            let text = Array("a\n1\n".utf8)
            try #require(systemWrite(descriptor, text) == text.count)
            // Opening blocks its thread until the pipe is closed, so that is done by one that no test waits for.
            Thread.detachNewThread {
                // Until the reader has taken it, there is something to read here too.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                while poll(&waiting, 1, 0) > 0 { usleep(1_000) }
                close(descriptor)
            }
            let file = try TabularFile.open(path)
            let rows = try await rows(of: file)
            #expect(rows == [Row(line: 2, fields: ["a": "1"])])
        }
    }

    private func pipe(holding text: String) throws -> OpenFile {
        var ends: [Int32] = [0, 0]
        try #require(systemPipe(&ends) == 0)
        let bytes = Array(text.utf8)
        try #require(systemWrite(ends[1], bytes) == bytes.count)
        close(ends[1])
        return OpenFile(descriptor: ends[0])
    }
}

private func systemPipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
private func openBothEnds(_ path: String) -> Int32 { open(path, O_RDWR) }
private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8]) -> Int { write(descriptor, bytes, bytes.count) }
