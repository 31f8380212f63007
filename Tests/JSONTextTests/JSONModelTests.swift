import Foundation
import TestSupport
import Testing

@testable import JSONText

/// Reader and writer against Foundation's.
struct JSONModelTests {
    @Test("What is written is read again as the same bytes, and by another reader as the same value", arguments: 1...20)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            let bytes = value.bytes
            let again = try JSONValue(parsing: bytes)
            #expect(again == value, "seed \(seed)")
            #expect(again.bytes == bytes, "seed \(seed)")
            #expect(try JSONValue(parsing: value.prettyText).bytes == bytes, "seed \(seed)")
            #expect(Self.isSame(value, try Self.foundation(bytes)), "seed \(seed): \(value.text)")
            #expect(
                Self.isSame(value, try Self.foundation(Array(value.prettyText.utf8))), "seed \(seed): \(value.text)")
        }
    }

    @Test("Texts that Foundation writes are read as the same value", arguments: 1...10)
    func fromFoundation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let object = try Self.foundation(random.value().bytes)
            let bytes = try JSONSerialization.data(withJSONObject: object, options: .fragmentsAllowed)
            #expect(Self.isSame(try JSONValue(parsing: Array(bytes)), object), "seed \(seed)")
        }
    }

    @Test("A damaged text is refused or read just as Foundation does, and never traps", arguments: 1...40)
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            var bytes = random.value().bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) { random.damage(&bytes) }
            let theirs = try? Self.foundation(bytes)
            do throws(JSONReadError) {
                let value = try JSONValue(parsing: bytes)
                if let theirs {
                    #expect(Self.isSame(value, theirs), "seed \(seed): \(Self.shown(bytes))")
                } else {
                    #expect(Self.isRefusedByFoundationOnly(value), "seed \(seed): \(Self.shown(bytes))")
                }
            } catch {
                let isKnown = Self.readByFoundationOnly.contains { error.message.hasPrefix($0) }
                #expect(theirs == nil || isKnown, "seed \(seed): \(error) \(Self.shown(bytes))")
            }
        }
    }

    /// What we refuse and Foundation reads: it lets the last of two members of a name win, guesses encodings, and on
    /// Linux takes a comma after the last element or member.
    static let readByFoundationOnly = [
        "The object has two members", "A byte order mark", "The bytes look like UTF-16", "A comma is followed by",
    ]

    /// What Foundation refuses and we read: numbers beyond the range of a double.
    static func isRefusedByFoundationOnly(_ value: JSONValue) -> Bool {
        switch value {
        case .number(let number): number.doubleValue.isInfinite
        case .array(let elements): elements.contains(where: isRefusedByFoundationOnly)
        case .object(let object): object.values.contains(where: isRefusedByFoundationOnly)
        default: false
        }
    }

    static func foundation(_ bytes: [UInt8]) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    static func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }

    /// Whether a value is the one that Foundation has read.
    static func isSame(_ value: JSONValue, _ object: Any) -> Bool {
        switch value {
        case .null: return object is NSNull
        case .bool(let flag): return (object as? NSNumber)?.boolValue == flag
        case .number(let number):
            guard let theirs = (object as? NSNumber)?.doubleValue else { return false }
            // Theirs goes through a decimal number on some platforms, which costs the last places.
            return abs(theirs - number.doubleValue) <= abs(number.doubleValue) * 1e-12
        case .string(let text):
            guard let theirs = object as? String else { return false }
            return theirs.unicodeScalars.elementsEqual(text.unicodeScalars)
        case .array(let elements):
            guard let theirs = object as? [Any], theirs.count == elements.count else { return false }
            return zip(elements, theirs).allSatisfy { isSame($0, $1) }
        case .object(let object_):
            guard let theirs = object as? [String: Any] else { return false }
            // Foundation's dictionary cannot hold two names that look alike.
            guard Set(object_.names).count == object_.count else { return true }
            return theirs.count == object_.count
                && object_.allSatisfy { name, member in theirs[name].map { isSame(member, $0) } ?? false }
        }
    }
}

extension SeededGenerator {
    /// Does to a text what happens to texts.
    mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &self)
        let syntax =
            Array(#"[]{},:"\/ 019.-+eEtfnu"#.utf8) + [0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x80, 0xC3, 0xED, 0xF0, 0xFF]
        switch Int.random(in: 0..<8, using: &self) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &self)
        case 1: bytes.remove(at: place)
        case 2, 3: bytes.insert(syntax.randomElement(using: &self)!, at: place)
        case 4: bytes[place] = syntax.randomElement(using: &self)!
        case 5: bytes.removeSubrange(place...)
        case 6: bytes.insert(contentsOf: bytes[place..<min(place + 8, bytes.count)], at: place)
        default: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &self))
        }
    }
}
