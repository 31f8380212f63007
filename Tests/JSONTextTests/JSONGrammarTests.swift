import Testing

@testable import JSONText

/// What RFC 8259 accepts and refuses, case by case, in the manner of the well-known conformance suites.
struct JSONGrammarTests {
    /// A text that must be read, and what is written for it.
    struct Accepted: Sendable, CustomTestStringConvertible {
        let text: String
        let written: String
        var testDescription: String { text.debugDescription }
    }

    static let accepted: [Accepted] = [
        // Scalars alone
        ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("\"\"", "\"\""), (" 1 ", "1"),
        ("\n\t\r null\r\n", "null"), ("\"a\"", "\"a\""), ("[]", "[]"), ("{}", "{}"),
        // Numbers keep their text
        ("[-0]", "[-0]"), ("[0.0]", "[0.0]"), ("[-0.0]", "[-0.0]"), ("[1.0]", "[1.0]"), ("[1.50]", "[1.50]"),
        ("[1e0]", "[1e0]"), ("[1E0]", "[1E0]"), ("[1e+2]", "[1e+2]"), ("[1E-2]", "[1E-2]"), ("[0e1]", "[0e1]"),
        ("[0e+1]", "[0e+1]"), ("[1e01]", "[1e01]"), ("[1e-00]", "[1e-00]"), ("[123.456e78]", "[123.456e78]"),
        ("[-1]", "[-1]"), ("[-123]", "[-123]"), ("[20e1]", "[20e1]"), ("[1e999]", "[1e999]"),
        ("[-1e-999]", "[-1e-999]"),
        ("[123456789012345678901234567890]", "[123456789012345678901234567890]"),
        ("[0.1000000000000000055511151231257827]", "[0.1000000000000000055511151231257827]"),
        ("[9007199254740993]", "[9007199254740993]"),
        ("[-0.000000000000000000000000000001]", "[-0.000000000000000000000000000001]"),
        // Arrays
        ("[ ]", "[]"), ("[\n]", "[]"), ("[[]]", "[[]]"), ("[[] ]", "[[]]"), ("[[],[[]]]", "[[],[[]]]"),
        ("[1 , 2]", "[1,2]"), ("[\t1\r\n,\t2 ]", "[1,2]"), ("[null,1,\"1\",{}]", "[null,1,\"1\",{}]"),
        ("[1,null,null,null,2]", "[1,null,null,null,2]"), ("[\"\"]", "[\"\"]"), ("[\"a\"]\n", "[\"a\"]"),
        // Objects
        ("{ }", "{}"), ("{\"a\":1}", "{\"a\":1}"), ("{ \"a\" : 1 }", "{\"a\":1}"), ("{\"\":0}", "{\"\":0}"),
        ("{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"), ("{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"a\":{\"a\":1}}}"),
        ("{\"a\":1,\"A\":2}", "{\"a\":1,\"A\":2}"), ("{\"a\":1,\"a \":2}", "{\"a\":1,\"a \":2}"),
        ("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"), ("{\"\\u0000\":1}", "{\"\\u0000\":1}"),
        ("[{\"a\":1},{\"a\":1}]", "[{\"a\":1},{\"a\":1}]"),
        ("{\"a\":[{\"a\":1}],\"b\":{\"a\":1}}", "{\"a\":[{\"a\":1}],\"b\":{\"a\":1}}"),
        // Strings
        (#"["\"\\\/\b\f\n\r\t"]"#, #"["\"\\/\b\f\n\r\t"]"#), (#"["\u0041"]"#, #"["A"]"#),
        (#"["\u00e9\u00E9"]"#, #"["éé"]"#),
        (#"["\u0000\u001f\u007f"]"#, "[\"\\u0000\\u001f\u{7F}\"]"), (#"["\u0022\u005c\u002f"]"#, #"["\"\\/"]"#),
        (#"["\ud83d\ude00"]"#, "[\"😀\"]"), (#"["\uD800\uDC00\uDBFF\uDFFF"]"#, "[\"\u{10000}\u{10FFFF}\"]"),
        (#"["\uFFFF\uFFFE\uFEFF\uD7FF\uE000"]"#, "[\"\u{FFFF}\u{FFFE}\u{FEFF}\u{D7FF}\u{E000}\"]"),
        (#"["\\u0041"]"#, #"["\\u0041"]"#), (#"["\\\\"]"#, #"["\\\\"]"#), (#"["a\/b"]"#, #"["a/b"]"#),
        ("[\"\u{7F}\"]", "[\"\u{7F}\"]"), ("[\"\u{2028}\u{2029}\"]", "[\"\u{2028}\u{2029}\"]"),
        ("[\"\u{FEFF}\"]", "[\"\u{FEFF}\"]"),
        ("[\"é漢😀\"]", "[\"é漢😀\"]"), ("[\"e\u{301}\"]", "[\"e\u{301}\"]"), ("[\"/\"]", "[\"/\"]"),
        ("[\"'\"]", "[\"'\"]"),
        ("[\"// no comment\"]", "[\"// no comment\"]"), ("[\"[1,{\\\"a\\\":2}\"]", "[\"[1,{\\\"a\\\":2}\"]"),
        ("[\"1234567\\\"\"]", "[\"1234567\\\"\"]"), ("[\"12345678\\\"\"]", "[\"12345678\\\"\"]"),
        ("[\"123456789012345678901234567890\"]", "[\"123456789012345678901234567890\"]"),
    ].map(Accepted.init)

    @Test("A text of the grammar is read, and written in compact form", arguments: accepted)
    func accepts(_ it: Accepted) throws {
        let value = try JSONValue(parsing: it.text)
        // Compared as bytes: two strings are equal in Swift also when only their looks are.
        #expect(value.bytes == Array(it.written.utf8))
    }

    static let refusedTexts: [String] = [
        // Nothing, or too much
        "", " ", "\n", "1 2", "[] []", "[]]", "{}}", "[],", "{},", "[]1", "null,", "\"a\"\"b\"", "[1]x", "{\"a\":1}#",
        "1,2",
        "[]/**/", "// c\n[]", "[/**/]", "\u{A0}[]", "[]\u{A0}", "\u{2028}[]", "\u{FEFF}[]", "[\u{FEFF}]", "[\u{C}]",
        "[\u{B}]", "\0",
        // Literals
        "nul", "nulll", "Null", "NULL", "tru", "truee", "True", "TRUE", "fals", "False", "[nul]", "[truth]",
        "undefined", "NaN",
        "[NaN]", "[Infinity]", "[-Infinity]", "[-NaN]", "[inf]", "None", "[ture]", "t", "[f]", "*",
        // Numbers
        "-", "[-]", "+1", "[+1]", "01", "[00]", "[-01]", "[-00]", "[01.5]", "1.", "[1.]", ".5", "[.5]", "[-.5]",
        "[1.e1]", "1e", "[1e]",
        "[1e+]", "[1e-]", "[1E]", "[1.5e]", "[0e]", "[0e+]", "[1e1.5]", "[1.2.3]", "[1 000]", "[1,000.]", "[1_000]",
        "[0x1]", "[0x]",
        "[0b1]", "[1a]", "[1-2]", "[--1]", "[- 1]", "[1+2]", "[1e+-2]", "[1ee2]", "[１]", "[1/2]", "[1.0f]", "[1e 2]",
        "[2.e3]", "[-1x]",
        // Arrays
        "[", "]", "[1", "[1,", "[,", "[,]", "[,1]", "[1,]", "[1,,]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]",
        "[\"a\" \"b\"]", "[\"a\":1]", "[[]",
        "[1}", "[{]", "[}", "[(1)]", "[1,\n", "[\"a", "[\"a\",", "[a]", "['a']", "[`a`]", "[1]]", "[][", "<[]>",
        "[...]",
        // Objects
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\"::1}",
        "{\"a\":1:2}", "{:1}", "{,}",
        "{\"a\":1,}", "{\"a\":1,,}", "{\"a\":1,,\"b\":2}", "{,\"a\":1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}",
        "{a:1}", "{'a':1}", "{1:1}",
        "{null:1}", "{[]:1}", "{\"a\",1}", "{\"a\"=1}", "{\"a\":1]", "{[}]", "{\"a\":a}", "{\"a\":'b'}",
        "{\"a\": 1, b}", "{\"a\":1}}", "{\"a\":{}",
        "{\"a\":/**/1}", "{\"a\" \"b\"}", "{\"a\":1,1}", "{\"a\\ud800\":1}", "{\"a",
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}", "{\"\":1,\"\":2}",
        "[{\"x\":{\"a\":1,\"a\":1}}]",
        "{\"a\":{\"b\":1},\"a\":2}",
        "{\"b\":{\"x\":1},\"a\":2,\"a\":3}", "{\"b\":[{\"x\":1,\"y\":2}],\"a\":2,\"c\":0,\"a\":3}",
        // Strings
        "\"", "\"a", "'a'", "\"\\\"", "\"\\", "[\"\\\"]", "[\"\\x41\"]", "[\"\\a\"]", "[\"\\'\"]", "[\"\\v\"]",
        "[\"\\0\"]", "[\"\\ \"]", "[\"\\\n\"]",
        "[\"\\U0041\"]", "[\"\\u\"]", "[\"\\u1\"]", "[\"\\u12\"]", "[\"\\u123\"]", "[\"\\u123", "[\"\\u00g0\"]",
        "[\"\\u+041\"]", "[\"\\u 041\"]",
        "[\"\\u{41}\"]", "[\"\\u004\u{661}\"]", "[\"\n\"]", "[\"a\tb\"]", "[\"\0\"]", "[\"\u{1F}\"]", "[\"\r\"]",
        "[\"\\\u{e9}\"]",
        "[\"a\"b\"]", "[\"\\u00A\"]", "[\"\\\\\\\"]", "[\\n]", "[\\u0020\"a\"]", "[\"1234567\n\"]", "[\"12345678\n\"]",
        // Surrogates
        "[\"\\ud800\"]", "[\"\\udbff\"]", "[\"\\udc00\"]", "[\"\\udfff\"]", "[\"\\ud800a\"]", "[\"\\ud800\\n\"]",
        "[\"\\ud800\\ud800\"]",
        "[\"\\ud800\\u0041\"]", "[\"\\udc00\\ud800\"]", "[\"\\ud83d\\ude0\"]", "[\"\\ud83d\\u\"]", "[\"\\ud83d\\\"]",
        "[\"\\ud83d\\ude00\\ude00\"]",
        "[\"\\ud800\\ue000\"]", "[\"\\uD83Dx\\uDE00\"]",
    ]

    @Test("A text outside the grammar is refused", arguments: refusedTexts)
    func refuses(_ text: String) { #expect(throws: JSONReadError.self) { try JSONValue(parsing: text) } }

    static let refusedBytes: [[UInt8]] = [
        [0xFF], [0x80], [0x22, 0x80, 0x22], [0x22, 0xBF, 0x22], [0x22, 0xFF, 0x22], [0x22, 0xFE, 0x22],
        // Overlong forms
        [0x22, 0xC0, 0x80, 0x22], [0x22, 0xC1, 0xBF, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
        [0x22, 0xE0, 0x9F, 0xBF, 0x22],
        [0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], [0x22, 0xF0, 0x8F, 0xBF, 0xBF, 0x22], [0x22, 0xC0, 0xA2, 0x22],
        // Surrogates and above the last scalar
        [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xED, 0xBF, 0xBF, 0x22],
        [0x22, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22],
        [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22],
        // Cut short or broken off
        [0x22, 0xC3, 0x22], [0x22, 0xE6, 0xBC, 0x22], [0x22, 0xF0, 0x9F, 0x98, 0x22], [0x22, 0xC3], [0x22, 0xF0, 0x9F],
        [0x22, 0xC3, 0x5C, 0x6E, 0xA9, 0x22], [0x22, 0xC3, 0x28, 0x22], [0x22, 0xE2, 0x28, 0xA1, 0x22],
        [0x22, 0x5C, 0x6E, 0x80, 0x22],
        [0x22, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0xC3, 0x22], [0x22, 0xE9, 0x22],
        // Other encodings, and bytes outside strings
        [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], [0x5B, 0x00, 0x5D, 0x00],
        [0x00, 0x5B, 0x00, 0x5D],
        [0x5B, 0xC3, 0xA9, 0x5D], [0x5B, 0x31, 0xFF, 0x5D], [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x5B, 0x5D],
        [0x5B, 0x5D, 0x00],
        [0x7B, 0x22, 0xC3, 0x22, 0x3A, 0x31, 0x7D], [0x5B, 0x5D, 0x1A],
    ]

    @Test("Bytes that are not UTF-8 are refused", arguments: refusedBytes)
    func refusesBytes(_ bytes: [UInt8]) { #expect(throws: JSONReadError.self) { try JSONValue(parsing: bytes) } }

    @Test("Valid UTF-8 is told from other bytes, for all leading bytes and all edges of what may follow")
    func toldFromOtherBytes() {
        let following: [UInt8] = [
            0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF,
        ]
        var sequences: [[UInt8]] = (0...255).map { [$0] }
        for _ in 0..<3 {
            let longer = sequences.filter { $0[0] >= 0x80 || $0.count == 1 }
                .flatMap { head in following.map { head + [$0] } }
            for bytes in sequences { check(bytes) }
            sequences = longer
        }
        for bytes in sequences { check(bytes) }
    }

    private func check(_ bytes: [UInt8]) {
        let fault = bytes.withUnsafeBytes { UTF8Check.firstFault(in: $0) }
        #expect((fault == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        // What stands before the fault is valid by itself.
        if let fault { #expect(String(validating: bytes[..<fault], as: UTF8.self) != nil, "\(bytes)") }
    }
}
