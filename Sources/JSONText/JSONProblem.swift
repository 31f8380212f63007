/// The ways in which a text can fail to be JSON.
enum JSONProblem: Sendable, Hashable {
    /// Where in the grammar the reader stands.
    enum Place: Sendable, Hashable {
        case text, array, object, string
    }

    case tooLong(limit: Int)
    case tooDeep(limit: Int)
    case byteOrderMark
    case otherEncoding
    case empty
    case notAnArray
    case ends(Place)
    case lineEnds(Place)
    case notAValue(String)
    case trailingComma(Place)
    case notAName(String)
    case notAColon(String)
    case notASeparator(Place, String)
    case afterValue(String)
    case duplicateName(String)
    case leadingZero
    case missingDigit
    case controlCharacter(UInt8)
    case unknownEscape(String)
    case badUnicodeEscape
    case loneSurrogate(String)
    case notUTF8
}

extension JSONProblem {
    /// The problem in whole sentences; see ``JSONReadError/message``.
    var message: String {
        switch self {
        case .tooLong(let limit):
            "The value is longer than \(limit) bytes, which is the limit that was set."
        case .tooDeep(let limit):
            "Arrays and objects are nested more than \(limit) deep, which is the limit that was set."
        case .byteOrderMark:
            "A byte order mark (EF BB BF) stands before the value, which JSON does not allow. Save the text as UTF-8 "
                + "without one."
        case .otherEncoding:
            "The bytes look like UTF-16 or UTF-32, but JSON is UTF-8. Save the text as UTF-8 without a byte order mark."
        case .empty:
            "The text is empty, but JSON needs a value."
        case .notAnArray:
            "The text is not an array, but its elements were to be read. It must begin with \"[\"."
        case .ends(let place):
            "The text ends \(place.inside). It is probably cut off."
        case .lineEnds(let place):
            "The line ends \(place.inside). In JSON Lines, every value stands on one line of its own."
        case .notAValue(let found):
            "\(Self.capitalised(found)) is not a JSON value. A value is an object, an array, a string in double quotes, a number, true, "
                + "false or null."
        case .trailingComma(let place):
            "A comma is followed by \(place == .object ? "\"}\"" : "\"]\""). Remove the comma after the last "
                + "\(place == .object ? "member" : "element")."
        case .notAName(let found):
            "\(Self.capitalised(found)) stands where the name of an object's member is expected. A name is a string in double quotes."
        case .notAColon(let found):
            "\(Self.capitalised(found)) follows the name of an object's member. Only \":\" can stand there."
        case .notASeparator(.object, let found):
            "\(Self.capitalised(found)) follows a member of an object. Only \",\" or \"}\" can stand there."
        case .notASeparator(_, let found):
            "\(Self.capitalised(found)) follows an element of an array. Only \",\" or \"]\" can stand there."
        case .afterValue(let found):
            "\(Self.capitalised(found)) follows the value. Only white space can stand there."
        case .duplicateName(let name):
            "The object has two members named \(Self.quoted(name)). Names must be unique."
        case .leadingZero:
            "A number begins with a zero that another digit follows. Remove the zero, or write a string."
        case .missingDigit:
            "A digit is missing from a number: one must follow a minus sign, a decimal point and an exponent."
        case .controlCharacter(let byte):
            "A string holds the control character \(Self.codePoint(UInt32(byte))) itself. Write it as an escape."
        case .unknownEscape(let found):
            "A backslash is followed by \(found), which is no escape. Write two backslashes for one of them."
        case .badUnicodeEscape:
            "A Unicode escape is incomplete. It consists of \"\\u\" and four hexadecimal digits."
        case .loneSurrogate(let escape):
            "The escape \(escape) is half of a surrogate pair, and its other half is missing."
        case .notUTF8:
            "A byte is not part of valid UTF-8. Save the text as UTF-8."
        }
    }

    /// What was found, as the beginning of a sentence.
    private static func capitalised(_ found: String) -> String { found.prefix(1).uppercased() + found.dropFirst() }

    /// A text in quotes and with escapes, cut after 40 characters.
    static func quoted(_ text: String) -> String {
        let shown = text.prefix(40)
        return JSONValue.string(shown.endIndex < text.endIndex ? shown + "…" : String(shown)).text
    }

    /// "U+0000".
    static func codePoint(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension JSONProblem.Place {
    var inside: String {
        switch self {
        case .text: "where a value is expected"
        case .array: "inside an array"
        case .object: "inside an object"
        case .string: "inside a string"
        }
    }
}

/// A problem and the number of bytes before it, as the reader throws it; lines and columns are counted only then.
struct JSONFault: Error {
    var problem: JSONProblem
    var offset: Int
}
