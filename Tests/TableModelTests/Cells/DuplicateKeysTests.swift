import TestSupport
import Testing

@testable import TableModel

struct DuplicateKeysTests {
    private static func key(_ text: String) throws -> RecordKey {
        try KeyForm([field(.singleLineText, name: "k")]).key(from: ["k": .string(text)])
    }

    @Test("rows with one key are named together, in the order of the file")
    func groups() throws {
        var keys = DuplicateKeys()
        for (line, text) in [(2, "b"), (3, "a"), (4, "c"), (5, "a"), (7, "b"), (9, "b")] {
            keys.add(try Self.key(text), line: line)
        }
        #expect(keys.duplicates.map(\.lines) == [[2, 7, 9], [3, 5]])
        #expect(keys.lookalikes.isEmpty)
    }

    @Test("keys that differ only in case, outer space or composition are lookalikes, not duplicates")
    func lookalikes() throws {
        var keys = DuplicateKeys()
        for (line, text) in [
            (2, "Ada"), (3, "ada"), (4, "x"), (5, " ADA "), (6, "é"), (7, "e\u{301}"), (8, "É"), (9, "ada"),
        ] {
            keys.add(try Self.key(text), line: line)
        }
        #expect(keys.duplicates.map(\.lines) == [[3, 9]])
        #expect(keys.lookalikes.map(\.lines) == [[2, 3, 5], [6, 7, 8]])
    }

    @Test("no key twice, nothing to report")
    func none() throws {
        var keys = DuplicateKeys()
        #expect(keys.duplicates.isEmpty)
        for line in 1...1000 { keys.add(try Self.key("key \(line)"), line: line) }
        #expect(keys.duplicates.isEmpty)
        #expect(keys.lookalikes.isEmpty)
    }

    @Test("the groups are those that comparing all keys finds", arguments: [41, 42, 43] as [UInt64])
    func model(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var keys = DuplicateKeys()
        var linesOfText: [[UInt8]: [Int]] = [:]
        for line in 1...2000 {
            let text = String((0..<3).map { _ in "aAbB é".randomElement(using: &random) ?? "a" })
            guard !text.isEmpty else { continue }
            keys.add(try Self.key(text), line: line)
            linesOfText[Array(text.utf8), default: []].append(line)
        }
        let expected = linesOfText.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
        #expect(keys.duplicates.map(\.lines) == expected, "seed \(seed)")
    }

    @Test("both halves of a hash depend on every bit of a key and not on each other")
    func halves() throws {
        let hashes = try (0..<1000).map { try Self.key("key \($0)").hash }
        #expect(Set(hashes.map(\.high)).count == 1000)
        #expect(Set(hashes.map(\.low)).count == 1000)
        #expect(hashes.allSatisfy { $0.high != $0.low })
    }
}
