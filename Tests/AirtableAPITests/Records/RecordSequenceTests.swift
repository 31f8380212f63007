import JSONText
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// Lists of several pages, over a scripted service.
@Suite struct RecordSequenceTests {
    private static let expired = ScriptedService.Reply.status(
        422, #"{"error":{"type":"LIST_RECORDS_ITERATOR_NOT_AVAILABLE"}}"#)

    private static func ids(_ sequence: RecordSequence) async throws -> [RecordID] {
        var ids: [RecordID] = []
        for try await record in sequence { ids.append(record.id) }
        return ids
    }

    @Test("pages are read one after the other, each with the offset of the one before in its body")
    func pages() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(
                time,
                [.ok(Sample.page([1, 2], offset: "a/b")), .ok(Sample.page([3], offset: "c")), .ok(Sample.page([]))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            #expect(try await Self.ids(table.records()) == [1, 2, 3].map(Sample.record))
            #expect(service.calls.map { $0.json["offset"] } == [nil, "a/b", "c"])
            #expect(service.calls.allSatisfy { $0.path == "/v0/appAAAAAAAAAAAAAA/T/listRecords" })
        }
    }

    @Test("a page is asked for only when its records are wanted")
    func lazy() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.ok(Sample.page([1, 2], offset: "a")), .ok(Sample.page([3]))])
            var iterator = try Sample.client(service, time).base(Sample.base).table("T").records().makeAsyncIterator()
            #expect(service.calls.isEmpty)
            #expect(try await iterator.next()?.id == Sample.record(1))
            #expect(try await iterator.next()?.id == Sample.record(2))
            #expect(service.calls.count == 1)
            #expect(try await iterator.next()?.id == Sample.record(3))
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
            #expect(service.calls.count == 2)
        }
    }

    @Test("a forgotten list is read again from the first page, and goes on with what is new")
    func expiry() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(
                time,
                [
                    .ok(Sample.page([1, 2], offset: "a")), Self.expired, .ok(Sample.page([0, 1, 2], offset: "a")),
                    .ok(Sample.page([2, 3])),
                ])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            #expect(try await Self.ids(table.records()) == [1, 2, 0, 3].map(Sample.record))
            #expect(service.calls.map { $0.json["offset"] } == [nil, "a", nil, "a"])
        }
    }

    @Test("a list that dies for ever is given up after three new beginnings")
    func deadForEver() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time) { call, _ in
                call.json["offset"] == nil ? .ok(Sample.page([1], offset: "a")) : Self.expired
            }
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let error = try await #require(throws: RemoteError.self) { try await Self.ids(table.records()) }
            #expect(error.code == .cursorExpired)
            #expect(service.calls.count == 8)
        }
    }

    @Test("an offset that never changes is an error and no endless list")
    func endless() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.ok(Sample.page([1], offset: "a"))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let error = try await #require(throws: RemoteError.self) { try await Self.ids(table.records()) }
            #expect(
                error.description
                    == "Could not list records of T: the service gave the same offset twice, so the list never ends. Try "
                    + "again; if it happens again, read with another page size.")
            #expect(service.calls.count == 2)
        }
    }

    @Test("after an error the sequence is over")
    func overAfterError() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.status(403, ""), .ok(Sample.page([1]))])
            var iterator = try Sample.client(service, time).base(Sample.base).table("T").records().makeAsyncIterator()
            await #expect(throws: RemoteError.self) { try await iterator.next() }
            #expect(try await iterator.next() == nil)
            #expect(service.calls.count == 1)
        }
    }

    @Test("cells may be null on the wire, and are then absent as empty cells are")
    func nulls() throws {
        try runOnVirtualTime { time in
            let record = Sample.recordJSON(1, fields: ["a": 1, "b": .null, "c": [.null], "d": ["x": .null]])
            let service = ScriptedService(time, [.ok(["records": [record]])])
            var iterator = try Sample.client(service, time).base(Sample.base).table("T").records().makeAsyncIterator()
            let fields = try await iterator.next()?.fields
            #expect(fields == ["a": 1, "c": [.null], "d": .object(["x": .null])])
        }
    }

    @Test("a record that is not there is not found, whichever way the service says so", arguments: [403, 404])
    func missing(status: Int) throws {
        try runOnVirtualTime { time in
            let type = status == 403 ? "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND" : "MODEL_ID_NOT_FOUND"
            let service = ScriptedService(time, [.status(status, #"{"error":{"type":"\#(type)"}}"#)])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let error = try await #require(throws: RemoteError.self) { try await table.record(Sample.record(1)) }
            #expect(error.code == .notFound)
        }
    }

    @Test("records are read as values of a type, and a record that does not fit names its field")
    func typed() throws {
        struct Item: Decodable, Sendable, Equatable {
            var name: String
            var quantity: Int
            enum CodingKeys: String, CodingKey {
                case name = "Name"
                case quantity = "Qty"
            }
        }
        try runOnVirtualTime { time in
            let records: JSONValue = [
                Sample.recordJSON(1, fields: ["Name": "a", "Qty": 2]),
                Sample.recordJSON(2, fields: ["Name": "b", "Qty": "x"]),
            ]
            let service = ScriptedService(time, [.ok(["records": records])])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            var iterator = table.records(as: Item.self).makeAsyncIterator()
            #expect(try await iterator.next()?.value == Item(name: "a", quantity: 2))
            await #expect(throws: DecodingError.self) { try await iterator.next() }
        }
    }
}
