import TestSupport
import Testing

@testable import TableModel

struct FieldsTests {
    @Test("fields are equal when the same names have the same values, in any order")
    func equality() {
        let one: Fields = ["a": 1, "b": "x"]
        let other: Fields = ["b": "x", "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one.names == ["a", "b"])
        #expect(other.names == ["b", "a"])
        for different in [["a": 1], ["a": 1, "b": "y"], ["a": 1, "c": "x"], ["a": 1, "b": "x", "c": .null], [:]]
            as [Fields]
        {
            #expect(one != different)
            #expect(different != one)
        }
    }

    @Test("assigning nil removes a cell, assigning to a new name appends one, assigning .null keeps it")
    func assignment() {
        var fields: Fields = ["a": 1, "b": 2]
        fields["c"] = 3
        fields["a"] = nil as FieldValue?
        fields["b"] = .null
        fields["absent"] = nil as FieldValue?
        #expect(fields.names == ["b", "c"])
        #expect(fields.values == [.null, 3])
        #expect(fields["a"] == nil)
        #expect(fields["b"] == .some(.null))
        #expect(fields.count == 2)
    }

    @Test("of several cells with one name the last stands, in the first one's place")
    func repetition() {
        let fields = Fields([("a", 1), ("b", 2), ("a", 3)])
        #expect(fields.map(\.0) == ["a", "b"])
        #expect(fields.map(\.1) == [3, 2])
    }

    @Test("fields with equal members are one member of a set, whatever the order", arguments: [61] as [UInt64])
    func hashing(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let cells: [(String, FieldValue)] = [("a", 1), ("b", "x"), ("c", [true]), ("d", .null)]
        var seen: Set<Fields> = []
        for _ in 0..<50 { seen.insert(Fields(cells.shuffled(using: &random))) }
        #expect(seen.count == 1)
    }
}
