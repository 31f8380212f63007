import HTTPTypes
import JSONText
import RateLimiting
import TableModel
import Testing

@testable import AirtableAPI

@Suite struct TableRequestsTests {
    private static let requests = TableRequests(base: Sample.base, table: "A/b c", fieldKeys: .names)
    private static let byID = TableRequests(base: Sample.base, table: "A/b c", fieldKeys: .ids)

    private static func shape(_ request: APIRequest) -> [String] {
        [request.method.rawValue, request.target(under: ""), request.body?.text ?? ""]
    }

    @Test("a table's name is one segment of the path, encoded once, whatever it holds")
    func path() throws {
        var request = try Self.requests.list(RecordSelection(), after: nil)
        #expect(request.target(under: "/proxy") == "/proxy/v0/appAAAAAAAAAAAAAA/A%2Fb%20c/listRecords")
        request.path = ["%", "ü?", "a+b&c=#"]
        #expect(request.target(under: "") == "/v0/%25/%C3%BC%3F/a%2Bb%26c%3D%23")
    }

    @Test("a list by POST keeps time zone and locale in the query, and the rest in the body")
    func post() throws {
        let selection = RecordSelection(
            .formula("{x}=1"), fields: ["x", "y"], view: "Grid", sort: [.ascending("x"), .descending("y")],
            maxRecords: 250,
            pageSize: 50, cellFormat: .text(timeZone: "Europe/Berlin", userLocale: "en-gb"))
        #expect(
            Self.shape(try Self.byID.list(selection, after: PageCursor("itr/rec"))) == [
                "POST", "/v0/appAAAAAAAAAAAAAA/A%2Fb%20c/listRecords?timeZone=Europe%2FBerlin&userLocale=en-gb",
                #"{"fields":["x","y"],"filterByFormula":"{x}=1","view":"Grid","sort":[{"field":"x","direction":"asc"},"#
                    + #"{"field":"y","direction":"desc"}],"maxRecords":250,"pageSize":50,"cellFormat":"string","#
                    + #""returnFieldsByFieldId":true,"offset":"itr/rec"}"#,
            ])
        #expect(
            Self.shape(try Self.requests.list(RecordSelection(), after: nil)) == [
                "POST", "/v0/appAAAAAAAAAAAAAA/A%2Fb%20c/listRecords", #"{"pageSize":100}"#,
            ])
    }

    @Test("a list by GET has everything in the query")
    func get() throws {
        let selection = RecordSelection(
            .formula("{x}=1"), fields: ["x", "y"], view: "Grid", sort: [.descending("y")], maxRecords: 250,
            pageSize: 50,
            cellFormat: .text(timeZone: "utc", userLocale: "en-gb"), method: .get)
        #expect(
            Self.shape(try Self.byID.list(selection, after: PageCursor("itr/rec"))) == [
                "GET",
                "/v0/appAAAAAAAAAAAAAA/A%2Fb%20c?fields%5B%5D=x&fields%5B%5D=y&filterByFormula=%7Bx%7D%3D1&view=Grid"
                    + "&sort%5B0%5D%5Bfield%5D=y&sort%5B0%5D%5Bdirection%5D=desc&maxRecords=250&pageSize=50"
                    + "&cellFormat=string&timeZone=utc&userLocale=en-gb&returnFieldsByFieldId=true&offset=itr%2Frec",
                "",
            ])
    }

    @Test("one record is asked for by its path, without fields")
    func one() {
        #expect(
            Self.shape(Self.byID.get(Sample.record(1), .text(timeZone: "utc", userLocale: "en"))) == [
                "GET",
                "/v0/appAAAAAAAAAAAAAA/A%2Fb%20c/rec00000000000001?cellFormat=string&timeZone=utc&userLocale=en"
                    + "&returnFieldsByFieldId=true", "",
            ])
    }

    @Test("each verb has its method, its body and its subject")
    func verbs() throws {
        let new = WriteChunk.Element(fields: ["a": 1, "b": .null])
        let old = WriteChunk.Element(id: Sample.record(1), fields: ["a": "x"])
        let path = "/v0/appAAAAAAAAAAAAAA/A%2Fb%20c"
        let table: [(WriteChunk, [String], APIRequest.Subject, RequestKind)] = [
            (
                WriteChunk(.create, [new], typecast: true),
                ["POST", path, #"{"records":[{"fields":{"a":1,"b":null}}],"typecast":true}"#], .table, .write
            ),
            (
                WriteChunk(.update, [old]),
                ["PATCH", path, #"{"records":[{"id":"rec00000000000001","fields":{"a":"x"}}]}"#], .rows, .write
            ),
            (
                WriteChunk(.replace, [old]),
                ["PUT", path, #"{"records":[{"id":"rec00000000000001","fields":{"a":"x"}}]}"#], .rows, .write
            ),
            (
                WriteChunk(.upsert(matching: ["a"]), [new]),
                [
                    "PATCH", path,
                    #"{"performUpsert":{"fieldsToMergeOn":["a"]},"records":[{"fields":{"a":1,"b":null}}]}"#,
                ], .table, .write
            ),
            (
                WriteChunk(.upsert(matching: ["a"]), [new, old]),
                [
                    "PATCH", path,
                    #"{"performUpsert":{"fieldsToMergeOn":["a"]},"records":[{"fields":{"a":1,"b":null}},"#
                        + #"{"id":"rec00000000000001","fields":{"a":"x"}}]}"#,
                ], .rows, .write
            ),
            (
                WriteChunk(.delete, [old, .init(id: Sample.record(2))]),
                ["DELETE", path + "?records%5B%5D=rec00000000000001&records%5B%5D=rec00000000000002", ""], .rows,
                .delete
            ),
        ]
        for (chunk, shape, subject, kind) in table {
            let request = try Self.requests.write(chunk)
            #expect(Self.shape(request) == shape)
            #expect(request.subject == subject)
            #expect(request.kind == kind)
        }
        #expect(
            try Self.byID.write(WriteChunk(.create, [new])).body?.text
                == #"{"records":[{"fields":{"a":1,"b":null}}],"returnFieldsByFieldId":true}"#)
    }

    @Test("what is attempted is said in the words of the verb")
    func words() throws {
        let element = WriteChunk.Element(fields: ["a": 1])
        #expect(try Self.requests.write(WriteChunk(.create, [element])).attempted == "create 1 record of A/b c")
        #expect(
            try Self.requests.write(WriteChunk(.upsert(matching: ["a"]), [element, element])).attempted
                == "upsert 2 records of A/b c")
    }

    @Test("a chunk is taken from 1 record to 10", arguments: [0, 1, 9, 10, 11, 20])
    func size(count: Int) throws {
        let chunk = WriteChunk(.create, Array(repeating: .init(fields: ["a": 1]), count: count))
        if (1...10).contains(count) {
            #expect(try Self.requests.write(chunk).body?["records"]?.arrayValue?.count == count)
        } else {
            let error = try #require(throws: RemoteError.self) { try Self.requests.write(chunk) }
            #expect(error.message == "one request carries 1 to 10 records")
        }
    }

    private static let id = Sample.record(1)
    private static let unsendable: [(WriteChunk, String)] = [
        (WriteChunk(.create, [.init(id: id)]), "a record that is to be created cannot have an id already"),
        (WriteChunk(.update, [.init()]), "a record that is to be changed or deleted needs its id"),
        (WriteChunk(.replace, [.init()]), "a record that is to be changed or deleted needs its id"),
        (WriteChunk(.delete, [.init()]), "a record that is to be changed or deleted needs its id"),
        (WriteChunk(.delete, [.init(id: id), .init(id: id)]), "a record occurs in it twice"),
        (WriteChunk(.update, [.init(id: id), .init(id: id)]), "a record occurs in it twice"),
        (
            WriteChunk(.upsert(matching: []), [.init(fields: ["a": 1])]),
            "an upsert matches on 1 to 3 fields, and 0 were given"
        ),
        (
            WriteChunk(.upsert(matching: ["a", "b", "c", "d"]), [.init(fields: ["a": 1])]),
            "an upsert matches on 1 to 3 fields, and 4 were given"
        ),
        (
            WriteChunk(.upsert(matching: ["a"]), [.init(fields: ["b": 1])]),
            "a record has no value in \"a\", which it is matched by"
        ),
        (
            WriteChunk(.upsert(matching: ["a"]), [.init(fields: ["a": ""])]),
            "a record has no value in \"a\", which it is matched by"
        ),
        (
            WriteChunk(.create, [.init(fields: ["a": .number(.nan)])]),
            "field \"a\" holds a number that is infinite or not a number"
        ),
        (
            WriteChunk(.create, [.init(fields: ["a": [1, .number(.infinity)]])]),
            "field \"a\" holds a number that is infinite or not a number"
        ),
    ]

    @Test("what the service is known to refuse is not sent", arguments: unsendable)
    func refused(chunk: WriteChunk, message: String) throws {
        let error = try #require(throws: RemoteError.self) { try Self.requests.write(chunk) }
        #expect(error.message == message)
    }

    @Test("a page has 1 to 100 records", arguments: [(0, nil), (101, nil), (100, 0), (-1, nil)] as [(Int, Int?)])
    func pageSize(size: Int, maxRecords: Int?) {
        #expect(throws: RemoteError.self) {
            try Self.requests.list(RecordSelection(maxRecords: maxRecords, pageSize: size), after: nil)
        }
    }
}
