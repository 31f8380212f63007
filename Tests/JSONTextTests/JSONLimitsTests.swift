import Testing

@testable import JSONText

struct JSONLimitsTests {
    static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int) -> String {
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }

    @Test(
        "As many levels are read as the limit says, and not one more", arguments: [1, 2, 7, 512],
        ["[", "{\"a\":", "[{\"a\":"])
    func depth(_ limit: Int, _ open: String) throws {
        let levels = open == "[{\"a\":" ? 2 : 1
        guard limit % levels == 0 else { return }
        let close = open.hasPrefix("[") ? (levels == 2 ? "}]" : "]") : "}"
        let limits = JSONLimits(depth: limit)
        let fitting = Self.nested(open, "1", close, limit / levels)
        #expect(try JSONValue(parsing: fitting, limits: limits).text == fitting)

        let tooDeep = Self.nested(open, "[]", close, limit / levels)
        let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: tooDeep, limits: limits) }
        #expect(error?.offset == open.utf8.count * (limit / levels))
        #expect(
            error?.message == "Arrays and objects are nested more than \(limit) deep, which is the limit that was set.")
    }

    @Test("The limit counts what is open, not what was")
    func siblings() throws {
        let text = "[" + Array(repeating: "[[]]", count: 50).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: text, limits: JSONLimits(depth: 3)).text == text)
    }

    @Test("512 levels are the default")
    func defaultDepth() throws {
        #expect(JSONLimits().depth == 512)
        #expect(throws: Never.self) { try JSONValue(parsing: Self.nested("[", "", "]", 512)) }
        #expect(throws: JSONReadError.self) { try JSONValue(parsing: Self.nested("[", "", "]", 513)) }
    }

    @Test("A million open brackets are refused at the limit and cost no stack", arguments: ["[", "{\"a\":", "[{\"\":"])
    func hostileDepth(_ open: String) throws {
        let text = String(repeating: open, count: 1_000_000)
        let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: text) }
        #expect(error?.message.hasPrefix("Arrays and objects are nested more than 512 deep") == true)
        var stream = JSONStream(.arrayElements)
        stream.append(Array(text.utf8))
        stream.finish()
        if open.hasPrefix("[") { #expect(throws: try #require(error)) { try stream.next() } }
    }

    @Test("Values at the limit are compared, hashed, written and released", arguments: ["[", "{\"a\":"])
    func deepValues(_ open: String) throws {
        let text = Self.nested(open, "1", open == "[" ? "]" : "}", 512)
        let one = try JSONValue(parsing: text)
        let other = try JSONValue(parsing: text)
        let different = try JSONValue(parsing: Self.nested(open, "2", open == "[" ? "]" : "}", 512))
        #expect(one == other)
        #expect(one != different)
        #expect(Set([one, other, different]).count == 2)
        #expect(try JSONValue(parsing: one.prettyText) == one)
    }

    @Test(
        "As many bytes are read as the limit says, white space included",
        arguments: [("[1]", 3), (" [1] ", 5), ("1", 1)])
    func bytes(_ text: String, _ count: Int) throws {
        #expect(throws: Never.self) { try JSONValue(parsing: text, limits: JSONLimits(bytes: count)) }
        let error = #expect(throws: JSONReadError.self) {
            try JSONValue(parsing: text, limits: JSONLimits(bytes: count - 1))
        }
        #expect(error?.message == "The value is longer than \(count - 1) bytes, which is the limit that was set.")
        #expect(error?.offset == 0)
    }

    @Test("Duplicates are found among many members as among few", arguments: [2, 31, 32, 33, 34, 35, 100, 100_000])
    func duplicates(_ count: Int) throws {
        let names = (0..<count).map { "\"member \($0)\"" }
        let text = "{" + names.map { $0 + ":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: text).objectValue?.count == count)
        for again in Set([0, 1, count / 2, count - 1]) {
            let doubled = "{" + (names + [names[again]]).map { $0 + ":0" }.joined(separator: ",") + "}"
            let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: doubled) }
            #expect(error?.message == "The object has two members named \(names[again]). Names must be unique.")
            #expect(error?.offset == text.utf8.count)
        }
    }

    @Test("An object's names are its own: those inside and beside it do not count")
    func namesOfOthers() throws {
        let inner = "{" + (0..<40).map { "\"n\($0)\":{\"n\($0)\":\($0)}" }.joined(separator: ",") + "}"
        let text = "{" + (0..<40).map { "\"n\($0)\":\(inner)" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: text).text == text)
    }

    @Test("Names that look alike are two, among few members and among many", arguments: [0, 40])
    func lookAlikes(_ others: Int) throws {
        let text =
            "{" + (0..<others).map { "\"n\($0)\":0," }.joined()
            + "\"\u{E9}\":1,\"e\u{301}\":2,\"a\u{323}\u{307}\":3,\"a\u{307}\u{323}\":4}"
        let object = try #require(JSONValue(parsing: text).objectValue)
        #expect(object["\u{E9}"] == 1)
        #expect(object["e\u{301}"] == 2)
        #expect(object["a\u{323}\u{307}"] == 3)
        #expect(object["a\u{307}\u{323}"] == 4)
        #expect(JSONObject(Array(object)).count == others + 4)
    }
}
