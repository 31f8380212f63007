import TestSupport
import Testing

@testable import TableModel

struct NumberTextTests {
    @Test(
        "these texts are numbers",
        arguments: [
            ("12", 12), (" 12 ", 12), ("\t12\u{A0}", 12), ("-0.5", -0.5), ("+7", 7), (".5", 0.5), ("5.", 5), ("007", 7),
            ("1e3", 1000), ("1E-2", 0.01), ("1e+16", 1e16), ("0.1", 0.1), ("1,234.50", 1234.5),
            ("1,234,567", 1_234_567),
            ("-1,234,567.25", -1_234_567.25), ("12,345.", 12345), ("9007199254740992", 9_007_199_254_740_992),
            ("9007199254740994", 9_007_199_254_740_994), ("18446744073709551616", 18_446_744_073_709_551_616),
            ("0.12345678901234567890", 0.12345678901234567890), ("00000000000000000000012", 12), ("1e-400", 0),
            ("12345678901234567890123456789012345678901e0", nil), ("340282366920938463463374607431768211456", nil),
            ("170141183460469231731687303715884105728", nil),
        ] as [(String, Double?)])
    func numbers(text: String, number: Double?) {
        #expect((try? NumberText.number(in: text)) == number)
    }

    @Test("minus nought is nought")
    func minusZero() throws {
        #expect(try NumberText.number(in: "-0").sign == .plus)
        #expect(try NumberText.number(in: "-0.00").sign == .plus)
    }

    @Test(
        "these texts are not numbers",
        arguments: [
            "", " ", "-", "+", ".", ",", "-.", "e5", "1e", "1e+", "1e5.5", "1e999999", "0x10", "NaN", "nan", "Infinity",
            "inf", "-inf", "1.2.3", "1..2", "--1", "+-1", "1-", "$5", "5€", "(5)", "١٢", "１２", "1_000", "1 234",
            "1\u{A0}234",
            "1'234", "12a", "−5", "½", "5%", "true", "1\n2", "\u{0}1", "1e 5", "0b1", "1p3",
        ])
    func notNumbers(text: String) {
        #expect(throws: NumberText.Failure.notANumber) { try NumberText.number(in: text) }
    }

    @Test(
        "a comma with more than one meaning, or a foreign one, is not guessed at",
        arguments: [
            "1,234", "1,5", "12,34", "1,23,456", "1234,567.0", "1,2345", ",5", "1,234e3", "1,,234.0", "1,234.5.6",
        ])
    func commas(text: String) {
        #expect(throws: NumberText.Failure.ambiguousComma) { try NumberText.number(in: text) }
    }

    @Test("a foreign grouping is not a number", arguments: ["1.234,50", "1.234.567,8"])
    func foreign(text: String) {
        #expect(throws: NumberText.Failure.self) { try NumberText.number(in: text) }
    }

    @Test(
        "a whole number that no double holds is refused with the one it would become",
        arguments: [
            ("9007199254740993", 9_007_199_254_740_992), ("-9007199254740993", -9_007_199_254_740_992),
            ("9007199254740993.000", 9_007_199_254_740_992), ("9,007,199,254,740,993", 9_007_199_254_740_992),
            ("12345678901234567890", 12_345_678_901_234_567_168),
        ] as [(String, Double)])
    func inexact(text: String, stored: Double) {
        #expect(throws: NumberText.Failure.inexact(stored)) { try NumberText.number(in: text) }
    }

    @Test("numbers beyond every double are too large", arguments: ["1e309", "-1e400", "1e99999"])
    func tooLarge(text: String) {
        #expect(throws: NumberText.Failure.tooLarge) { try NumberText.number(in: text) }
    }

    @Test("the shortest text of any double reads back as the same double", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let double = Double(bitPattern: random.next())
            guard double.isFinite, double != 0 else { continue }
            #expect(try NumberText.number(in: NumberText.shortest(double)) == double, "seed \(seed)")
            let percent = PercentText.text(double)
            if abs(double) < 1e300 {
                #expect(try NumberText.number(in: percent.dropLast(), shift: -2) == double, "seed \(seed): \(percent)")
            }
        }
    }

    @Test("decimals are the doubles that the standard library reads", arguments: [4, 5] as [UInt64])
    func decimals(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            let digits = String(Int.random(in: 0...9_999_999_999_999_999, using: &random)).prefix(15)
            let place = Int.random(in: 1...digits.count, using: &random)
            let fraction = digits.dropFirst(place)
            let text =
                (Bool.random(using: &random) ? "-" : "") + digits.prefix(place)
                + (fraction.isEmpty ? "" : ".\(fraction)")
            let expected = try #require(Double(text))
            #expect(try NumberText.number(in: text) == expected, "seed \(seed): \(text)")
            #expect(try NumberText.number(in: text, shift: -2) == Double(text + "e-2"), "seed \(seed): \(text)")
        }
        #expect(try NumberText.number(in: "-0").sign == .plus)
    }

    @Test(
        "fractions are written as percentages with no digit more or less",
        arguments: [
            (0.125, "12.5%"), (0, "0%"), (1, "100%"), (0.07, "7%"), (0.57, "57%"), (1.1, "110%"), (-0.005, "-0.5%"),
            (12.5, "1250%"), (0.1 + 0.2, "30.000000000000004%"), (1e-7, "1e-5%"), (1e21, "1e23%"),
        ] as [(Double, String)])
    func percent(fraction: Double, text: String) {
        #expect(PercentText.text(fraction) == text)
    }
}
