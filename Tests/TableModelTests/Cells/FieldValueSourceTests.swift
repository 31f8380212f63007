import JSONText
import Testing

@testable import TableModel

struct FieldValueSourceTests {
    @Test("a JSON number arrives whole: as a number if a double holds it, else digit by digit")
    func numbers() throws {
        let cases: [(String, FieldValue)] = [
            ("1", 1), ("1.50", 1.5), ("9007199254740993", "9007199254740993"),
            ("9007199254740992", 9_007_199_254_740_992),
            ("-12345678901234567890", "-12345678901234567890"), ("1e400", .number(.infinity)),
            ("0.12345678901234567890", 0.12345678901234567890),
            ("[9007199254740993,1]", ["9007199254740993", 1]), ("null", .null), ("true", true), ("\"1\"", "1"),
        ]
        for (text, value) in cases { #expect(FieldValue.source(try JSONValue(parsing: text)) == value, "\(text)") }
    }
}
