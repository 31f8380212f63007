import TableModel
import TestSupport
import Testing

@testable import TableSync

/// The tables of fingerprints against dictionaries.
@Suite(.timeLimit(.minutes(30))) struct IndexTests {
    private static func fingerprint(_ number: Int) -> Fingerprint { Fingerprint(of: Array("\(number)".utf8)) }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `new keys remember the line of the first row`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var keys = NewKeys()
        var lines: [Int: Int] = [:]
        for line in 1...2_000 {
            let key = Int.random(in: 0..<1_500, using: &generator)
            #expect(keys.insert(Self.fingerprint(key), line: line) == lines[key])
            if lines[key] == nil { lines[key] = line }
        }
    }

    @Test func `fingerprints that share their place in the table are told apart`() {
        var keys = NewKeys()
        let clashing = (0..<100).map { Fingerprint(high: UInt64($0), low: 15) }
        for (line, key) in clashing.enumerated() { #expect(keys.insert(key, line: line) == nil) }
        for (line, key) in clashing.enumerated() { #expect(keys.insert(key, line: 1_000) == line) }
    }

    /// Where the row with that number is found: those with an even number are as they were pushed.
    private static func unmoved(_ number: Int) -> Int? { (0..<400).contains(number) && number % 2 == 0 ? number : nil }

    @Test(arguments: [0, 1, 400])
    func `records are found by key and by source, once`(capacity: Int) {
        var draft = SnapshotIndexDraft(capacity: capacity)
        for number in 0..<400 {
            draft.insert([
                SnapshotEntry(
                    rowID: Int64(number * 2), key: number % 10 == 9 ? nil : Self.fingerprint(number),
                    cells: Self.fingerprint(number + 1_000), source: Self.fingerprint(number + 2_000),
                    isSettled: number % 2 == 0, isTracked: number % 4 == 0)
            ])
        }
        let index = SnapshotIndex(draft)
        #expect(index.count == 400)
        #expect(index.countWithoutKey == 40)
        #expect(index.countTracked == 100)
        for number in 0..<400 {
            let places = index.places(key: Self.fingerprint(number))
            #expect(places == (number % 10 == 9 ? [] : [number]))
            #expect(index.unmoved(source: Self.fingerprint(number + 2_000)) == Self.unmoved(number))
        }
        // Whichever row came before.
        for numbers in [Array(-2..<402), Array((-2..<402).reversed()), Array(-2..<402).shuffled(), [399, 0, 398, 398]] {
            let found = index.unmoved(sources: numbers.map { Self.fingerprint($0 + 2_000) })
            #expect(found == numbers.map(Self.unmoved))
        }
        #expect(index.rowID(7) == 14)
        #expect(index.cells(7) == Self.fingerprint(1_007))
        #expect((0..<400).filter { !index.hasKey($0) } == Array(stride(from: 9, to: 400, by: 10)))
        #expect((0..<400).filter { index.isTracked($0) } == Array(stride(from: 0, to: 400, by: 4)))
    }

    @Test func `records that share a key are found together and not by their source`() {
        var draft = SnapshotIndexDraft(capacity: 3)
        for rowID in 1...3 {
            draft.insert([
                SnapshotEntry(
                    rowID: Int64(rowID), key: Self.fingerprint(1), cells: Self.fingerprint(2),
                    source: Self.fingerprint(3), isSettled: true,
                    isTracked: false)
            ])
        }
        let index = SnapshotIndex(draft)
        #expect(index.places(key: Self.fingerprint(1)) == [0, 1, 2])
        #expect(index.unmoved(source: Self.fingerprint(3)) == nil)
        #expect(index.unmoved(sources: [Self.fingerprint(3), Self.fingerprint(3)]) == [nil, nil])
    }

    /// So many records, of which every third has the key of the one before.
    private struct Records: RecordSource {
        let count: Int
        var fails = false

        struct Failure: Error {}

        func recordCount() -> Int { count / 2 }
        func isComplete() -> Bool { true }
        func records(_ rowIDs: [Int64]) -> [Int64: Record] { [:] }

        func entries(_ body: (SnapshotEntry) throws -> Void) throws {
            for number in 0..<count {
                try body(
                    SnapshotEntry(
                        rowID: Int64(number), key: IndexTests.fingerprint(number - (number % 3 == 1 ? 1 : 0)),
                        cells: IndexTests.fingerprint(number), source: IndexTests.fingerprint(number + 100_000),
                        isSettled: true, isTracked: number % 2 == 0))
            }
            if fails { throw Failure() }
        }
    }

    @Test(arguments: [0, 1, 1_023, 1_024, 1_025, 70_000])
    func `an index that is loaded holds all records in their order`(count: Int) async throws {
        let index = try await IndexLoading().load(Records(count: count))
        #expect(index.count == count)
        #expect((0..<count).count { index.rowID($0) == Int64($0) } == count)
        for number in stride(from: 0, to: count, by: 7) {
            let shares = number % 3 == 1 || number % 3 == 0 && number + 1 < count
            #expect(index.unmoved(source: Self.fingerprint(number + 100_000)) == (shares ? nil : number))
            let places = number % 3 == 1 ? [] : shares ? [number, number + 1] : [number]
            #expect(index.places(key: Self.fingerprint(number)) == places)
        }
    }

    @Test func `an index whose records cannot be read is over, too`() async {
        let loading = IndexLoading()
        #expect(!loading.isOver)
        await #expect(throws: Records.Failure.self) { try await loading.load(Records(count: 5_000, fails: true)) }
        #expect(loading.isOver)
    }

    @Test func `records that were named know the line, whatever it is`() {
        var named = NamedRecords(of: 4)
        named.insert(2, line: 77)
        named.insert(2, line: 78)
        named.insert(0, line: 0)
        named.insert(3, line: .max)
        #expect((0..<4).map { named.line($0) } == [1, nil, 78, Int(UInt32.max)])
        #expect(named.countUnnamed == 1)
    }
}
