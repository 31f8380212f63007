import TestSupport
import Testing

@testable import JSONText

struct JSONStreamTests {
    /// All that came out of a stream.
    struct Reading: Hashable {
        var values: [[UInt8]] = []
        var lines: [Int] = []
        var error: JSONReadError?
    }

    static func read(_ form: JSONStream.Form, _ pieces: [ArraySlice<UInt8>], _ limits: JSONLimits = JSONLimits())
        -> Reading
    {
        var stream = JSONStream(form, limits: limits)
        var reading = Reading()
        func take() {
            do throws(JSONReadError) {
                while let element = try stream.next() {
                    reading.values.append(element.value.bytes)
                    reading.lines.append(element.line)
                }
            } catch {
                reading.error = error
            }
        }
        for piece in pieces {
            stream.append(Array(piece))
            take()
        }
        stream.finish()
        take()
        return reading
    }

    /// Every way to cut bytes that is worth trying.
    static func cuts(of bytes: [UInt8], using random: inout SeededGenerator) -> [[ArraySlice<UInt8>]] {
        var cuts = [[bytes[...]], bytes.indices.map { bytes[$0...$0] }]
        cuts += bytes.indices.map { [bytes[..<$0], bytes[$0...]] }
        for _ in 0..<4 {
            let places = (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
            cuts.append(zip([0] + places, places + [bytes.count]).map { bytes[$0..<$1] })
        }
        return cuts
    }

    struct Text: Sendable, CustomTestStringConvertible {
        let text: String
        let values: [String]
        let lines: [Int]
        var testDescription: String { text.debugDescription }
    }

    static let arrays: [Text] = [
        ("[]", [], []), (" [ ] ", [], []), ("\n[\n]\n", [], []), ("[1]", ["1"], [1]),
        ("[1,2 , 3]", ["1", "2", "3"], [1, 1, 1]),
        ("[\n1,\n\n2\n,3\r\n,\r\n4]", ["1", "2", "3", "4"], [2, 4, 5, 7]),
        ("[\"a\",\"b]\\\"\",\"\\\\\",\"[{\"]", ["\"a\"", "\"b]\\\"\"", "\"\\\\\"", "\"[{\""], [1, 1, 1, 1]),
        ("[true,false,null,-1.5e+3]", ["true", "false", "null", "-1.5e+3"], [1, 1, 1, 1]),
        ("[{\"a\":[1,{\"b\":\"}\"}]},[],[[]],{}]", ["{\"a\":[1,{\"b\":\"}\"}]}", "[]", "[[]]", "{}"], [1, 1, 1, 1]),
        ("\n\n[{\n\"a\":\n1},\n{\"é😀\":\"\\u00e9\"}]\n ", ["{\"a\":1}", "{\"é😀\":\"é\"}"], [3, 6]),
    ].map(Text.init)

    @Test("The elements of an array come out with their lines, however the bytes are cut", arguments: arrays)
    func elements(_ it: Text) {
        var random = SeededGenerator(seed: 1)
        let expected = Reading(values: it.values.map { Array($0.utf8) }, lines: it.lines)
        for pieces in Self.cuts(of: Array(it.text.utf8), using: &random) {
            #expect(Self.read(.arrayElements, pieces) == expected)
        }
    }

    static let lineTexts: [Text] = [
        ("", [], []), ("\n", [], []), (" \r\n\t\n\n", [], []), ("1", ["1"], [1]), ("1\n", ["1"], [1]),
        ("1\n2", ["1", "2"], [1, 2]),
        ("{\"a\":1}\r\n[2]\r\n\"x\"\r\n", ["{\"a\":1}", "[2]", "\"x\""], [1, 2, 3]),
        ("\n\n 1 \n\n  \n{ }\n\n", ["1", "{}"], [3, 6]),
        ("\"a\\nb\"\n\"é😀\"\nnull", ["\"a\\nb\"", "\"é😀\"", "null"], [1, 2, 3]),
    ].map(Text.init)

    @Test("The values of lines come out with their lines, however the bytes are cut", arguments: lineTexts)
    func lines(_ it: Text) {
        var random = SeededGenerator(seed: 2)
        let expected = Reading(values: it.values.map { Array($0.utf8) }, lines: it.lines)
        for pieces in Self.cuts(of: Array(it.text.utf8), using: &random) {
            #expect(Self.read(.lines, pieces) == expected)
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let form: JSONStream.Form
        let text: String
        let values: Int
        let description: String
        var testDescription: String { text.debugDescription }
    }

    static let faults: [Fault] = [
        (.arrayElements, "", 0, "line 1, column 1 (byte 0). The text is empty, but JSON needs a value."),
        (.arrayElements, " \n", 0, "line 2, column 1 (byte 2). The text is empty, but JSON needs a value."),
        (
            .arrayElements, "\n{\"a\":[]}", 0,
            "line 2, column 1 (byte 1). The text is not an array, but its elements were to be read. It must begin "
                + "with \"[\"."
        ),
        (
            .arrayElements, "\"[]\"", 0,
            "line 1, column 1 (byte 0). The text is not an array, but its elements were to be read. It must begin "
                + "with \"[\"."
        ),
        (
            .arrayElements, "12", 0,
            "line 1, column 1 (byte 0). The text is not an array, but its elements were to be read. It must begin "
                + "with \"[\"."
        ),
        (
            .arrayElements, "\u{FEFF}[1]", 0,
            "line 1, column 1 (byte 0). A byte order mark (EF BB BF) stands before the value, which JSON does not "
                + "allow. Save "
                + "the text as UTF-8 without one."
        ),
        (
            .arrayElements, "[1,\n2\n", 2,
            "line 3, column 1 (byte 6). The text ends inside an array. It is probably cut off."
        ),
        (
            .arrayElements, "[1,{\"a\":\n", 1,
            "line 2, column 1 (byte 9). The text ends inside an object. It is probably cut off."
        ),
        (
            .arrayElements, "[1,\"é", 1,
            "line 1, column 6 (byte 6). The text ends inside a string. It is probably cut off."
        ),
        (
            .arrayElements, "[1]\n[2]", 1,
            "line 2, column 1 (byte 4). \"[\" follows the value. Only white space can stand there."
        ),
        (
            .arrayElements, "[1,\n]", 1,
            "line 2, column 1 (byte 4). A comma is followed by \"]\". Remove the comma after the last element."
        ),
        (
            .arrayElements, "[\"é\",\n{\"é\":\n\"x\"\t\"y\"}]", 1,
            "line 3, column 5 (byte 18). A double quote follows a member of an object. Only \",\" or \"}\" can stand "
                + "there."
        ),
        (
            .arrayElements, "[\"é\",\n\"é\" 2]", 2,
            "line 2, column 5 (byte 12). \"2\" follows an element of an array. Only \",\" or \"]\" can stand there."
        ),
        (
            .lines, "{\"a\":1}\n{\"a\":\n1}\n", 1,
            "line 2, column 6 (byte 13). The line ends inside an object. In JSON Lines, every value stands on one "
                + "line of its own."
        ),
        (
            .lines, "1\n[", 1,
            "line 2, column 2 (byte 3). The line ends inside an array. In JSON Lines, every value stands on one line "
                + "of its own."
        ),
        (
            .lines, "\n\"é\"\n \"é\" 2\n", 1,
            "line 3, column 6 (byte 12). \"2\" follows the value. Only white space can stand there."
        ),
        (
            .lines, "1\n\n{\"a\":1,\"a\":2}\n3\n", 1,
            "line 3, column 8 (byte 10). The object has two members named \"a\". Names must be unique."
        ),
    ].map(Fault.init)

    @Test("An error is counted over the whole stream, however the bytes are cut", arguments: faults)
    func errors(_ it: Fault) {
        var random = SeededGenerator(seed: 3)
        for pieces in Self.cuts(of: Array(it.text.utf8), using: &random) {
            let reading = Self.read(it.form, pieces)
            #expect(reading.error?.description == "Cannot read JSON at " + it.description)
            #expect(reading.values.count == it.values)
        }
    }

    @Test("A stream of an array reads what the reader of whole texts reads, and fails as it fails", arguments: 1...20)
    func likeWholeTexts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let value = JSONValue.array((0..<Int.random(in: 0...4, using: &random)).map { _ in random.value(depth: 2) })
            var bytes = Bool.random(using: &random) ? value.bytes : Array(value.prettyText.utf8)
            for _ in 0..<Int.random(in: 0...2, using: &random) { random.damage(&bytes) }
            if bytes.first != UInt8(ascii: "[") { continue }
            var expected = Reading()
            do throws(JSONReadError) {
                expected.values = try JSONValue(parsing: bytes).arrayValue?.map(\.bytes) ?? []
            } catch {
                expected.error = error
            }
            for pieces in Self.cuts(of: bytes, using: &random).prefix(40) {
                let reading = Self.read(.arrayElements, pieces)
                #expect(reading.error == expected.error, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
                if expected.error == nil { #expect(reading.values == expected.values, "seed \(seed)") }
            }
        }
    }

    @Test("A stream of lines reads each line as a text of its own", arguments: 1...20)
    func likeSingleTexts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                if !random.oneIn(4) { random.value(depth: 2).write(into: &bytes) }
                bytes += random.oneIn(3) ? [0x20, 0x0D, 0x0A] : [0x0A]
            }
            if random.oneIn(2) { random.damage(&bytes) }
            var expected = Reading()
            for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) { continue }
                do throws(JSONReadError) {
                    expected.values.append(try JSONValue(parsing: Array(line)).bytes)
                    expected.lines.append(index + 1)
                } catch {
                    expected.error = error
                    break
                }
            }
            for pieces in Self.cuts(of: bytes, using: &random).prefix(30) {
                let reading = Self.read(.lines, pieces)
                #expect(reading.values == expected.values, "seed \(seed)")
                #expect(reading.lines == expected.lines, "seed \(seed)")
                #expect((reading.error == nil) == (expected.error == nil), "seed \(seed)")
                #expect(reading.error?.column == expected.error?.column, "seed \(seed)")
            }
        }
    }

    @Test("One element may have as many bytes as the limit says, the stream any number")
    func byteLimit() {
        let limits = JSONLimits(bytes: 5)
        var random = SeededGenerator(seed: 4)
        let message = "The value is longer than 5 bytes, which is the limit that was set."
        for text in ["[12345,[1,2],\"abc\"   ,null]", "[    1   ,   2    ]"] {
            for pieces in Self.cuts(of: Array(text.utf8), using: &random) {
                #expect(Self.read(.arrayElements, pieces, limits).error == nil)
            }
        }
        for text in ["[1,123456]", "[1,[1,2,]", "[1,\"abcdefgh", "[1,[     ", "[1,{\"a\":1}]"] {
            for pieces in Self.cuts(of: Array(text.utf8), using: &random) {
                let error = Self.read(.arrayElements, pieces, limits).error
                #expect(error?.message == message)
                #expect(error?.offset == 3)
            }
        }
        for pieces in Self.cuts(of: Array("12345\n\n[1,2]\n1234 6\n".utf8), using: &random) {
            let reading = Self.read(.lines, pieces, limits)
            #expect(reading.values.count == 2)
            #expect(reading.error?.description == "Cannot read JSON at line 4, column 1 (byte 13). \(message)")
        }
    }

    @Test("The array counts as a level of nesting, as it does in a whole text")
    func depthLimit() {
        #expect(Self.read(.arrayElements, [Array("[[1]]".utf8)[...]], JSONLimits(depth: 2)).error == nil)
        #expect(Self.read(.arrayElements, [Array("[[[".utf8)[...]], JSONLimits(depth: 2)).error?.offset == 2)
        #expect(Self.read(.arrayElements, [Array("[".utf8)[...]], JSONLimits(depth: 0)).error?.offset == 0)
        #expect(Self.read(.lines, [Array("[[1]]".utf8)[...]], JSONLimits(depth: 2)).error == nil)
    }

    @Test("No more is held than a piece and an unfinished element", arguments: [JSONStream.Form.arrayElements, .lines])
    func constantMemory(_ form: JSONStream.Form) throws {
        let element = JSONValue.object(["text": .string(String(repeating: "x", count: 1_000))])
        var stream = JSONStream(form)
        var pending: [UInt8] = form == .lines ? [] : [ASCII.openBracket]
        var count = 0
        for number in 0..<5_000 {
            if number > 0 { pending.append(form == .lines ? ASCII.lineFeed : ASCII.comma) }
            element.write(into: &pending)
            guard pending.count > 4_096 else { continue }
            stream.append(pending)
            pending.removeAll(keepingCapacity: true)
            while try stream.next() != nil { count += 1 }
            #expect(stream.buffer.count <= 2 * (4_096 + 2_048))
        }
        stream.append(pending + [form == .lines ? ASCII.lineFeed : ASCII.closeBracket])
        stream.finish()
        while try stream.next() != nil { count += 1 }
        #expect(count == 5_000)
    }

    @Test("A missing quote does not gather the rest of an array")
    func missingQuote() {
        var stream = JSONStream(.arrayElements)
        stream.append(Array("[{\"a\":\"x},\n".utf8))
        let error = #expect(throws: JSONReadError.self) { try stream.next() }
        #expect(error?.line == 1)
        #expect(error?.column == 11)
    }

    @Test("Too many brackets are refused when they come, and do not gather the rest of an array")
    func tooManyBrackets() {
        var stream = JSONStream(.arrayElements, limits: JSONLimits(depth: 3))
        stream.append(Array("[[{\"a\":[".utf8))
        let error = #expect(throws: JSONReadError.self) { try stream.next() }
        #expect(error?.offset == 7)
    }

    @Test("After an error every call throws the same, and what is pushed is dropped")
    func afterError() {
        var stream = JSONStream(.lines)
        stream.append(Array("x\n1\n".utf8))
        let first = #expect(throws: JSONReadError.self) { try stream.next() }
        stream.append(Array("2\n".utf8))
        #expect(stream.buffer.isEmpty)
        stream.finish()
        let second = #expect(throws: JSONReadError.self) { try stream.next() }
        #expect(first == second)
    }

    @Test("After the end there is nothing more", arguments: [(JSONStream.Form.arrayElements, "[1]"), (.lines, "1")])
    func afterEnd(_ form: JSONStream.Form, _ text: String) throws {
        var stream = JSONStream(form)
        stream.append(Array(text.utf8))
        stream.finish()
        #expect(try stream.next()?.value == 1)
        for _ in 0..<3 { #expect(try stream.next() == nil) }
    }
}
