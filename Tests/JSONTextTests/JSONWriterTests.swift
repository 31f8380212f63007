import Testing

@testable import JSONText

struct JSONWriterTests {
    @Test("Of a string, quotes, backslashes and control characters are escaped and nothing else")
    func escapes() {
        let short: [UInt8: String] = [
            0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: "\\\"", 0x5C: "\\\\",
        ]
        let digits = Array("0123456789abcdef")
        for byte in UInt8(0)...0x7F {
            let text = String(UnicodeScalar(byte))
            let escaped =
                short[byte] ?? (byte < 0x20 ? "\\u00\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])" : text)
            #expect(JSONValue.string("a" + text + "b").text == "\"a" + escaped + "b\"")
        }
        let others = "\u{80}é\u{2028}\u{2029}\u{FEFF}\u{FFFF}😀/'<>&"
        #expect(JSONValue.string(others).bytes == Array("\"\(others)\"".utf8))
    }

    @Test("Pretty text has a member or element a line, indented by two spaces a level")
    func pretty() {
        let value: JSONValue = [
            "name": "Ada", "tags": ["a", 1.5, .null, true], "none": [], "empty": [:], "deep": [["x": [1]], []],
        ]
        #expect(
            value.prettyText == """
                {
                  "name": "Ada",
                  "tags": [
                    "a",
                    1.5,
                    null,
                    true
                  ],
                  "none": [],
                  "empty": {},
                  "deep": [
                    {
                      "x": [
                        1
                      ]
                    },
                    []
                  ]
                }
                """)
        #expect(JSONValue.array([]).prettyText == "[]")
        #expect(JSONValue.string("a").prettyText == "\"a\"")
    }

    @Test("Writing into bytes appends to what is there")
    func appends() {
        var bytes = Array("data: ".utf8)
        JSONValue.array([1, "x"]).write(into: &bytes)
        JSONValue.null.write(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "data: [1,\"x\"]null")
    }

    @Test("A string that is not stored as UTF-8 in one piece is written like any other")
    func slices() {
        let text = "x\"é\n漢😀y"
        #expect(JSONValue.string(String(text.dropFirst().dropLast())).text == "\"\\\"é\\n漢😀\"")
        #expect(JSONValue.string(String(text.reversed())).text == "\"y😀漢\\né\\\"x\"")
    }
}
