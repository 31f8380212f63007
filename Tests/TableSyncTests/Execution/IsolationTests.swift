import TableModel
import Testing

@testable import TableSync

@Suite struct IsolationTests {
    /// Isolates the bad rows of a chunk of `count` against a service that refuses a group for one of its bad rows.
    private func isolate(
        _ bad: Set<Int>, of count: Int, names: Bool
    ) -> (landed: Set<Int>, refused: [Int], requests: Int) {
        func refusal(of group: [Int]) -> RemoteError? {
            group.first(where: bad.contains).map { row in
                RemoteError(.invalidValue, message: names ? "\(row)" : "no", attempted: "write")
            }
        }
        let whole = Array(0..<count)
        guard let first = refusal(of: whole) else { return (Set(whole), [], 1) }
        var isolation = Isolation(Array(0..<count), error: first) { error, rows in
            Int(error.message).flatMap { rows.contains($0) ? $0 : nil }
        }
        var landed: Set<Int> = []
        var requests = 1
        while let group = isolation.next() {
            requests += 1
            if let error = refusal(of: group) {
                isolation.rejected(error)
            } else {
                isolation.applied()
                for row in group { #expect(landed.insert(row).inserted, "row \(row) was sent twice") }
            }
        }
        return (landed, isolation.verdicts.map(\.position), requests)
    }

    @Test func `every subset of bad rows is found, every good row lands, and no chunk of ten costs more than 13`() {
        var worst = 0
        for subset in 1..<1_024 {
            let bad = Set((0..<10).filter { subset & 1 << $0 != 0 })
            for names in [false, true] {
                let result = isolate(bad, of: 10, names: names)
                #expect(result.landed == Set(0..<10).subtracting(bad))
                #expect(result.refused.sorted() == bad.sorted())
                worst = max(worst, result.requests)
            }
        }
        #expect(worst <= 13)
    }

    @Test func `one bad row costs two requests when the message tells it, and 5.9 on average when it does not`() {
        #expect((0..<10).allSatisfy { isolate([$0], of: 10, names: true).requests == 2 })
        let requests = (0..<10).map { isolate([$0], of: 10, names: false).requests }
        #expect(requests.reduce(0, +) == 59)
    }

    @Test(arguments: 1...20) func `chunks of every size are isolated`(count: Int) {
        for bad in [Set([0]), [count - 1], Set(0..<count), Set(stride(from: 0, to: count, by: 2))] {
            let result = isolate(bad, of: count, names: false)
            #expect(result.landed == Set(0..<count).subtracting(bad))
            #expect(result.refused.sorted() == bad.sorted())
        }
    }

    @Test func `giving up accounts for every row that has no verdict and is not in the group under way`() {
        let error = RemoteError(.invalidValue, message: "no", attempted: "write")
        var isolation = Isolation(Array(0..<10), error: error) { _, _ in nil }
        #expect(isolation.undecided().sorted() == Array(0..<10))
        #expect(isolation.next() == [0, 1, 2, 3, 4])
        #expect(isolation.undecided().sorted() == [5, 6, 7, 8, 9])
        isolation.rejected(error)
        #expect(isolation.next() == [5, 6, 7, 8, 9])
        #expect(isolation.undecided().sorted() == [0, 1, 2, 3, 4])
        isolation.applied()
        #expect(isolation.next() == [0, 1])
        #expect(isolation.undecided().sorted() == [2, 3, 4])
    }
}
