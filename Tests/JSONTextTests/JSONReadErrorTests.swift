import Testing

@testable import JSONText

struct JSONReadErrorTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let description: String
        var testDescription: String { text.debugDescription }
    }

    static let value =
        "is not a JSON value. A value is an object, an array, a string in double quotes, a number, true, false or null."

    static let faults: [Fault] = [
        ("", "line 1, column 1 (byte 0). The text is empty, but JSON needs a value."),
        (" \n ", "line 2, column 2 (byte 3). The text is empty, but JSON needs a value."),
        ("[1,", "line 1, column 4 (byte 3). The text ends inside an array. It is probably cut off."),
        ("{\"a\":", "line 1, column 6 (byte 5). The text ends inside an object. It is probably cut off."),
        ("{\"a\"", "line 1, column 5 (byte 4). The text ends inside an object. It is probably cut off."),
        ("[\"ab", "line 1, column 5 (byte 4). The text ends inside a string. It is probably cut off."),
        ("[\"\\ud83d\\", "line 1, column 10 (byte 9). The text ends inside a string. It is probably cut off."),
        ("[\"\\u00", "line 1, column 7 (byte 6). The text ends inside a string. It is probably cut off."),
        ("[1,]", "line 1, column 4 (byte 3). A comma is followed by \"]\". Remove the comma after the last element."),
        (
            "{\n  \"a\": 1,\n}",
            "line 3, column 1 (byte 12). A comma is followed by \"}\". Remove the comma after the last member."
        ),
        ("[tru]", "line 1, column 2 (byte 1). \"tru\" \(value)"),
        ("[\n 1,\n NaN]", "line 3, column 2 (byte 7). \"NaN\" \(value)"),
        ("'a'", "line 1, column 1 (byte 0). \"'a'\" \(value)"),
        ("]", "line 1, column 1 (byte 0). \"]\" \(value)"),
        ("[\u{1}]", "line 1, column 2 (byte 1). The character U+0001 \(value)"),
        ("[\u{1A}", "line 1, column 2 (byte 1). The character U+001A \(value)"),
        (
            "undefined_and_something_longer_than_forty_characters",
            "line 1, column 1 (byte 0). \"undefined_and_something_longer_than_fort…\" \(value)"
        ),
        (
            "{a: 1}",
            "line 1, column 2 (byte 1). \"a\" stands where the name of an object's member is expected. A name is a "
                + "string in "
                + "double quotes."
        ),
        (
            "{\"a\" 1}",
            "line 1, column 6 (byte 5). \"1\" follows the name of an object's member. Only \":\" can stand there."
        ),
        (
            "{\"é\": 1 \"b\": 2}",
            "line 1, column 9 (byte 9). A double quote follows a member of an object. Only \",\" or \"}\" can stand "
                + "there."
        ),
        (
            "[1 é]",
            "line 1, column 4 (byte 3). The byte C3 follows an element of an array. Only \",\" or \"]\" can stand "
                + "there."
        ),
        ("{}\n{}", "line 2, column 1 (byte 3). \"{\" follows the value. Only white space can stand there."),
        (
            "{\"a\":1,\r\n\"a\":2}",
            "line 2, column 1 (byte 9). The object has two members named \"a\". Names must be unique."
        ),
        (
            "[1, 007]",
            "line 1, column 5 (byte 4). A number begins with a zero that another digit follows. Remove the zero, or "
                + "write "
                + "a string."
        ),
        (
            "[1.]",
            "line 1, column 4 (byte 3). A digit is missing from a number: one must follow a minus sign, a decimal "
                + "point and "
                + "an exponent."
        ),
        (
            "[\"a\tb\"]",
            "line 1, column 4 (byte 3). A string holds the control character U+0009 itself. Write it as an escape."
        ),
        (
            "[\"😀C:\\Users\"]",
            "line 1, column 6 (byte 8). A backslash is followed by \"U\", which is no escape. Write two backslashes "
                + "for one of "
                + "them."
        ),
        (
            "[\"\\é\"]",
            "line 1, column 3 (byte 2). A backslash is followed by the byte C3, which is no escape. Write two "
                + "backslashes for "
                + "one of them."
        ),
        (
            "[\"\\u12\"]",
            "line 1, column 3 (byte 2). A Unicode escape is incomplete. It consists of \"\\u\" and four hexadecimal "
                + "digits."
        ),
        (
            "[\"a\\uDE00\"]",
            "line 1, column 4 (byte 3). The escape \\uDE00 is half of a surrogate pair, and its other half is missing."
        ),
        (
            "\u{FEFF}[]",
            "line 1, column 1 (byte 0). A byte order mark (EF BB BF) stands before the value, which JSON does not "
                + "allow. Save "
                + "the text as UTF-8 without one."
        ),
        (
            "[\0]\0",
            "line 1, column 2 (byte 1). The bytes look like UTF-16 or UTF-32, but JSON is UTF-8. Save the text as "
                + "UTF-8 without "
                + "a byte order mark."
        ),
    ].map(Fault.init)

    @Test("An error says where, what is wrong and what would be right", arguments: faults)
    func sentences(_ fault: Fault) {
        let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: fault.text) }
        #expect(error?.description == "Cannot read JSON at " + fault.description)
    }

    @Test("Bytes that are not UTF-8 are named by the first that belongs to no character")
    func notUTF8() {
        let error = #expect(throws: JSONReadError.self) {
            try JSONValue(parsing: Array("[\"aé".utf8) + [0xE6, 0xBC] + Array("\"]".utf8))
        }
        #expect(
            error?.description
                == "Cannot read JSON at line 1, column 5 (byte 5). A byte is not part of valid UTF-8. Save the text as "
                + "UTF-8."
        )
    }

    @Test("A text that is cut off within a character is said to be cut off")
    func cutInCharacter() {
        let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: Array("[\"a".utf8) + [0xC3]) }
        #expect(error?.message == "The text ends inside a string. It is probably cut off.")
    }

    @Test("A long name is cut in the message")
    func longName() {
        let name = String(repeating: "x", count: 500)
        let error = #expect(throws: JSONReadError.self) { try JSONValue(parsing: "{\"\(name)\":1,\"\(name)\":1}") }
        #expect(
            error?.message
                == "The object has two members named \"\(name.prefix(40))…\". Names must be unique.")
    }
}
