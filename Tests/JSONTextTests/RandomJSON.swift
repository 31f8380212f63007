import TestSupport

@testable import JSONText

extension SeededGenerator {
    /// True once in `count` times.
    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

    /// A value with all that is awkward in JSON; at most `depth` levels.
    mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2, 3: return .number(JSONNumber(checked: numberText()))
        case 4, 5: return .string(string())
        case 6: return .array((0..<Int.random(in: 0...5, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            return .object(
                JSONObject((0..<Int.random(in: 0...6, using: &self)).map { _ in (string(), value(depth: depth - 1)) }))
        }
    }

    /// A number by RFC 8259, section 6, which a double can hold.
    mutating func numberText() -> String {
        var text = oneIn(2) ? "-" : ""
        text += oneIn(3) ? "0" : String(Int.random(in: 1...999_999_999_999, using: &self))
        if oneIn(2) { text += "." + digits(1...12) }
        if oneIn(3) { text += (oneIn(2) ? "e" : "E") + ["", "+", "-"].randomElement(using: &self)! + digits(1...2) }
        return text
    }

    private mutating func digits(_ counts: ClosedRange<Int>) -> String {
        (0..<Int.random(in: counts, using: &self)).map { _ in String(Int.random(in: 0...9, using: &self)) }.joined()
    }

    /// A string of any scalars, with a liking for those at the edges; but without U+FEFF, which Foundation drops on
    /// Linux where a run of plain bytes begins with it.
    mutating func string() -> String {
        let edges: [UnicodeScalar] = [
            "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u{1F}", " ", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{301}",
            "\u{2028}", "\u{2029}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}", "😀",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...24, using: &self) {
            if oneIn(3) {
                text.append(edges.randomElement(using: &self)!)
            } else {
                text.append(UnicodeScalar(UInt8.random(in: 0x20...0x7E, using: &self)))
            }
        }
        return String(text)
    }
}
