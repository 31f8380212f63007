import JSONText
import TestSupport
import Testing

@testable import TableModel

struct ValueEncodingTests {
    private static func raw(_ value: FieldValue) -> [UInt8] {
        var bytes: [UInt8] = []
        value.encodeRaw(into: &bytes)
        return bytes
    }

    private static func canonical(_ value: FieldValue) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalCell(canonical: value).encode(into: &bytes)
        return bytes
    }

    @Test("the bytes are those that fingerprints on disk were made of")
    func golden() {
        let cases: [(FieldValue, String)] = [
            (.null, "n"), (true, "t"), (false, "f"), ("", "s\u{0}"), ("ab", "s\u{2}ab"),
            (0, "d\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"),
            (["a", .null], "l\u{2}s\u{1}an"), (.object(["b": .null, "a": true]), "o\u{2}s\u{1}ats\u{1}bn"),
        ]
        for (value, text) in cases { #expect(Self.canonical(value) == Array(text.utf8), "\(value)") }
        #expect(Self.canonical(1.5) == [0x64, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F])
        #expect(Self.canonical(.number(-0.0)) == Self.canonical(0))
        #expect(Self.canonical(.string(String(repeating: "x", count: 300))).prefix(3) == [0x73, 0xAC, 0x02])
    }

    @Test("raw bytes tell apart what a canonical form may not")
    func rawDistinctions() throws {
        let values: [FieldValue] = [
            .null, "", false, [], [.null], true, 0, .number(-0.0), 1, "1", "1.0", " 1", ["1"], [1], "é", "e\u{301}",
            "true",
            .object([:]), .object(["a": 1]), FieldValue(try JSONValue(parsing: #"{"a":1.0}"#)),
            .object(["a": 1, "b": 2]), .object(["b": 2, "a": 1]), #"{"a":1}"#, "n", ["a", "b"], ["ab"], [["a"], "b"],
        ]
        #expect(Set(values.map(Self.raw)).count == values.count)
    }

    @Test("no two rows have the same bytes, however their cells are cut", arguments: [95, 96] as [UInt64])
    func injective(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var rows: [[UInt8]: [FieldValue]] = [:]
        for _ in 0..<20_000 {
            let row = (0..<2).map { _ in Self.small(&random, depth: 2) }
            var bytes: [UInt8] = []
            for value in row { value.encodeRaw(into: &bytes) }
            let earlier = rows.updateValue(row, forKey: bytes)
            #expect(earlier == nil || earlier == row, "seed \(seed): \(row)")
        }
    }

    /// Values of few letters, among them those that mark kinds, so that mistakes would show.
    private static func small(_ random: inout SeededGenerator, depth: Int) -> FieldValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .bool(Bool.random(using: &random))
        case 2: .number(Double(Int.random(in: 0...1, using: &random)))
        case 3: .string(["", "s", "n", "ns", "\u{1}", "s\u{1}", "l"].randomElement(using: &random) ?? "")
        case 4: .list((0..<Int.random(in: 0...2, using: &random)).map { _ in small(&random, depth: depth - 1) })
        default: .object(["s": small(&random, depth: 0).json])
        }
    }
}
