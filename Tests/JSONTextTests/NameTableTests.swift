import TestSupport
import Testing

@testable import JSONText

struct NameTableTests {
    static func hash(_ name: String) -> UInt64 { Array(name.utf8).withUnsafeBufferPointer { NameTable.hash(of: $0) } }

    /// Another printable name of 16 bytes with the hash of `name`, which has 16 too.
    ///
    /// A step of the hash can be undone, so whoever knows it can make names collide; so can we.
    static func collision(with name: String, using random: inout SeededGenerator) -> String {
        func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
            let mixed = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
            return mixed ^ mixed >> 32
        }
        func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        let bytes = Array(name.utf8)
        while true {
            let head = (0..<8).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
            let tail = word(bytes[8...]) ^ step(16, word(bytes[..<8])) ^ step(16, word(head))
            let tailBytes = (0..<8).map { UInt8(truncatingIfNeeded: tail >> (8 * UInt64($0))) }
            if head != Array(bytes[..<8]),
                tailBytes.allSatisfy({ (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0) })
            {
                return String(decoding: head + tailBytes, as: UTF8.self)
            }
        }
    }

    @Test("Names whose hashes collide are different names, beside one another and one after another", arguments: 1...5)
    func collisions(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let one = "a name of 16 b ."
        let other = Self.collision(with: one, using: &random)
        #expect(one != other)
        #expect(Self.hash(one) == Self.hash(other))
        let text = "[{\"\(one)\":1},{\"\(other)\":2},{\"\(one)\":3,\"\(other)\":4}]"
        #expect(try JSONValue(parsing: text).text == text)
        #expect(throws: JSONReadError.self) {
            try JSONValue(parsing: "{\"\(one)\":3,\"\(other)\":4,\"\(one)\":5}")
        }
    }

    @Test("A name is one name however it is escaped, in every length")
    func lengths() throws {
        for length in 0...40 {
            let name = String((0..<length).map { Character(UnicodeScalar(0x61 + UInt8($0 % 26))) })
            let escaped = name.isEmpty ? "" : "\\u00" + String(name.utf8.first!, radix: 16) + name.dropFirst()
            #expect(throws: JSONReadError.self) { try JSONValue(parsing: "{\"\(name)\":1,\"\(escaped)\":2}") }
            let text = "[{\"\(name)\":1,\"\(name)x\":2},{\"\(name)x\":1,\"\(name)\":2}]"
            #expect(try JSONValue(parsing: text).text == text)
        }
    }

    @Test("More names than are remembered are read rightly, again and again")
    func manyNames() throws {
        let objects = (0..<3).map { _ in
            "{" + (0..<1_000).map { "\"column number \($0)\":\($0)" }.joined(separator: ",") + "}"
        }
        let small = (0..<1_000).map { "{\"column number \($0)\":\($0)}" }
        let text = "[" + (objects + small + small).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: text).text == text)
    }
}
