import FoundationEssentials
import TableModel
import Testing

@Suite struct PageWalkTests {
    private static func page(_ numbers: [Int], next: String? = nil) -> RecordPage {
        RecordPage(
            records: numbers.map {
                Record(id: id($0), createdTime: Date(timeIntervalSince1970: 0), fields: [:])
            }, next: next.map(PageCursor.init))
    }

    private static func id(_ number: Int) -> RecordID { RecordID(unchecked: "rec\(number)") }

    private static func ids(_ records: [Record]) -> [RecordID] { records.map(\.id) }

    private static let expired = RemoteError(.cursorExpired, message: "", attempted: "list")

    @Test("a walk asks for page after page, and ends after the one without an offset")
    func walk() throws {
        var walk = PageWalk(maxRecords: nil, attempted: "list")
        #expect(walk.next == .ask(nil))
        #expect(Self.ids(try walk.receive(Self.page([1, 2], next: "a"))) == [1, 2].map(Self.id))
        #expect(walk.next == .ask(PageCursor("a")))
        #expect(Self.ids(try walk.receive(Self.page([], next: "b"))) == [])
        #expect(Self.ids(try walk.receive(Self.page([3]))) == [Self.id(3)])
        #expect(walk.next == .end)
    }

    @Test("a record that comes twice is given once")
    func duplicates() throws {
        var walk = PageWalk(maxRecords: nil, attempted: "list")
        _ = try walk.receive(Self.page([1, 2, 1], next: "a"))
        #expect(Self.ids(try walk.receive(Self.page([2, 3]))) == [Self.id(3)])
    }

    @Test(
        "an offset that comes again is an error, at once or after a round", arguments: [["a", "a"], ["a", "b", "a"]])
    func endless(offsets: [String]) throws {
        var walk = PageWalk(maxRecords: nil, attempted: "list records of T")
        for offset in offsets.dropLast() { _ = try walk.receive(Self.page([1], next: offset)) }
        let error = try #require(throws: RemoteError.self) { try walk.receive(Self.page([1], next: offsets.last)) }
        #expect(error.code == .unreadableAnswer)
        #expect(error.message == "the service gave the same offset twice, so the list never ends")
    }

    @Test("a list that the service has forgotten is begun again three times, and no more")
    func restarts() throws {
        var walk = PageWalk(maxRecords: nil, attempted: "list")
        for _ in 0..<3 {
            _ = try walk.receive(Self.page([1], next: "a"))
            try walk.fail(Self.expired)
            #expect(walk.next == .ask(nil))
        }
        _ = try walk.receive(Self.page([1], next: "a"))
        #expect(throws: Self.expired) { try walk.fail(Self.expired) }
    }

    @Test("other failures, and an expiry of the first page, are not mended by beginning again")
    func failures() throws {
        var walk = PageWalk(maxRecords: nil, attempted: "list")
        #expect(throws: Self.expired) { try walk.fail(Self.expired) }
        _ = try walk.receive(Self.page([1], next: "a"))
        let other = RemoteError(.invalidFormula, message: "", attempted: "list")
        #expect(throws: other) { try walk.fail(other) }
    }

    @Test("no more records are given than were asked for, also after a new beginning", arguments: [1, 2, 3, 4, 5])
    func limit(maxRecords: Int) throws {
        var walk = PageWalk(maxRecords: maxRecords, attempted: "list")
        var given = try walk.receive(Self.page([1, 2], next: "a")).count
        if case .ask = walk.next {
            try walk.fail(Self.expired)
            given += try walk.receive(Self.page([5, 2, 3, 4, 6])).count
        }
        #expect(given == maxRecords)
        #expect(walk.next == .end)
    }
}
