import TableModel
import TestSupport
import Testing

@testable import TableSync

/// How many keys one read asks for.
@Suite struct KeyPageTests {
    /// Gathers keys of these lengths; gives how many are asked for in each read.
    private static func pages(_ lengths: [Int]) -> [Int] {
        let table = InMemoryTable()
        let reader = RepeatingReader(table, time: VirtualTime())
        let field = FieldSchema(id: FieldID(unchecked: "fldKey"), name: "key", type: .multilineText)
        let form = KeyForm([field])
        var page = KeyPage<Int>(for: reader)
        var pages: [Int] = []
        for (number, length) in lengths.enumerated() {
            let text = "\(number)" + String(repeating: "k", count: max(0, length - "\(number)".count))
            guard let key = form.storedKey(of: ["key": .string(text)]) else { continue }
            let full = page.add(number, key: key)
            if !full.isEmpty { pages.append(full.count) }
        }
        let last = page.removeAll()
        return last.isEmpty ? pages : pages + [last.count]
    }

    @Test func `a hundred short keys go into a read`() {
        #expect(Self.pages([]) == [])
        #expect(Self.pages([20]) == [1])
        #expect(Self.pages(Array(repeating: 20, count: 100)) == [100])
        #expect(Self.pages(Array(repeating: 20, count: 250)) == [100, 100, 50])
    }

    @Test func `long keys go into a read of their own`() {
        #expect(Self.pages(Array(repeating: 40_000, count: 5)) == [2, 2, 1])
        #expect(Self.pages([20, 200_000, 20, 20]) == [1, 1, 2])
    }
}
