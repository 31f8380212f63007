import Testing

@testable import TableModel

struct KeyHashTests {
    private static func key(_ text: String) throws -> RecordKey {
        try KeyForm([field(.singleLineText, name: "k")]).key(from: ["k": .string(text)])
    }

    @Test(
        "keys that differ only in case, outer space or composition share their loose hash, and no other",
        arguments: [
            ["Ada", "ada", " ADA ", "aDa"], ["é", "e\u{301}", "É"], ["x"],
        ])
    func lookalikes(texts: [String]) throws {
        let keys = try texts.map { try Self.key($0) }
        #expect(Set(keys.map(\.looseHash)).count == 1)
        #expect(Set(keys.map(\.hash)).count == texts.count)
        #expect(try Self.key(texts[0] + "y").looseHash != keys[0].looseHash)
    }

    @Test("both halves of a hash depend on every bit of a key and not on each other")
    func halves() throws {
        let hashes = try (0..<1000).map { try Self.key("key \($0)").hash }
        #expect(Set(hashes.map(\.high)).count == 1000)
        #expect(Set(hashes.map(\.low)).count == 1000)
        #expect(hashes.allSatisfy { $0.high != $0.low })
    }
}
