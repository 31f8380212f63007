import TestSupport
import Testing

@testable import JSONText

struct JSONNumberTests {
    static let doubles: [(Double, String)] = [
        (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (1.5, "1.5"), (0.1, "0.1"), (-0.1, "-0.1"), (100, "100"),
        (1e15, "1000000000000000"),
        (9_007_199_254_740_991, "9007199254740991"), (9_007_199_254_740_992, "9007199254740992.0"),
        (-9_007_199_254_740_991, "-9007199254740991"), (1e16, "1e+16"), (1e20, "1e+20"), (1e100, "1e+100"),
        (1e-5, "1e-05"),
        (0.0001, "0.0001"), (123_456.789, "123456.789"), (.leastNonzeroMagnitude, "5e-324"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        (2.5e-10, "2.5e-10"), (1.0 / 3, "0.3333333333333333"),
    ]

    @Test("A double is written as the shortest text that reads back", arguments: doubles)
    func writtenShort(_ value: Double, _ text: String) throws {
        let number = try #require(JSONNumber(value))
        #expect(number.text == text)
        #expect(number.doubleValue == value)
        #expect(try JSONValue(parsing: text) == .number(number))
    }

    @Test("Every finite double follows the grammar and reads back", arguments: [UInt64(1), 2, 3])
    func anyDouble(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let number = try #require(JSONNumber(value))
            let read = try JSONValue(parsing: number.text)
            #expect(read.numberValue?.doubleValue == value, "seed \(seed): \(value)")
        }
    }

    @Test("JSON has no infinities and no NaN", arguments: [Double.infinity, -.infinity, .nan, .signalingNaN])
    func notFinite(_ value: Double) { #expect(JSONNumber(value) == nil) }

    @Test("An integer is one by its text")
    func integers() throws {
        func number(_ text: String) throws -> JSONNumber { try #require(JSONValue(parsing: text).numberValue) }
        #expect(try number("12").intValue == 12)
        #expect(try number("-0").intValue == 0)
        #expect(try number("9223372036854775807").intValue == .max)
        #expect(try number("-9223372036854775808").intValue == .min)
        for text in ["9223372036854775808", "1.0", "1e2", "0.5", "1E0"] { #expect(try number(text).intValue == nil) }
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
        #expect(JSONNumber(Int8.min).text == "-128")
    }

    @Test("Numbers beyond a double's range are infinite or zero, and keep their text")
    func beyondRange() throws {
        func number(_ text: String) throws -> JSONNumber { try #require(JSONValue(parsing: text).numberValue) }
        #expect(try number("1e999").doubleValue == .infinity)
        #expect(try number("-1e999").doubleValue == -.infinity)
        #expect(try number("1e-999").doubleValue == 0)
        #expect(try number("1e99999999999999999999").doubleValue == .infinity)
        #expect(try number("1e-99999999999999999999").doubleValue == 0)
        let long = "0." + String(repeating: "3", count: 2_000)
        #expect(try number(long).doubleValue == 1.0 / 3)
        #expect(try number(long).text == long)
        let huge = "1" + String(repeating: "0", count: 400)
        #expect(try number(huge).doubleValue == .infinity)
    }

    @Test("Two numbers are equal if their texts are")
    func equality() throws {
        #expect(try JSONValue(parsing: "1.0") != JSONValue(parsing: "1"))
        #expect(try JSONValue(parsing: "1.0") == JSONValue(parsing: " 1.0 "))
    }
}
