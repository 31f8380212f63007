import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 2 and 12 #15 to #18, #28, #36, #40.
@Suite struct ServiceListTests {
    private static let invalid = refusal(
        "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data.")

    private func harness(_ count: Int, _ change: (inout ServiceConfiguration) -> Void = { _ in }) throws
        -> (ServiceHarness, [String])
    {
        var harness = try ServiceHarness(change)
        let rows = (0..<count).map { number -> JSONObject in
            ["Name": .string("n\(number)"), "Qty": .number(JSONNumber(number))]
        }
        let ids = try harness.insert(rows).map(\.rawValue)
        return (harness, ids)
    }

    /// Reads page after page by GET; gives the sizes of the pages and all ids.
    private func readAll(
        _ harness: inout ServiceHarness, _ query: String, between: (inout ServiceHarness) throws -> Void = { _ in }
    ) throws -> (sizes: [Int], ids: [String], offsets: [String]) {
        var sizes: [Int] = []
        var ids: [String] = []
        var offsets: [String] = []
        var next = ""
        while true {
            let answer = try harness.people(.get, "?\(query)\(next)")
            #expect(answer.status == 200, "\(answer.body)")
            sizes.append(answer.body.recordIDs.count)
            ids += answer.body.recordIDs
            guard let offset = answer.body["offset"]?.stringValue, sizes.count < 1000 else { break }
            offsets.append(offset)
            next = "&offset=" + offset.split(separator: "/").joined(separator: "%2F")
            try between(&harness)
        }
        return (sizes, ids, offsets)
    }

    @Test(
        "Pages are of the size asked for, an exactly full last page has no offset, maxRecords counts over pages",
        arguments: [
            (0, "", [0]), (1, "", [1]), (99, "", [99]), (100, "", [100]), (101, "", [100, 1]),
            (250, "", [100, 100, 50]),
            (25, "pageSize=10", [10, 10, 5]), (30, "pageSize=10", [10, 10, 10]), (30, "limit=20", [20, 10]),
            (40, "pageSize=10&maxRecords=25", [10, 10, 5]), (40, "pageSize=10&maxRecords=20", [10, 10]),
            (5, "maxRecords=1", [1]), (3, "maxRecords=10", [3]), (5, "offset=&pageSize=&view=", [5]),
        ])
    func paging(count: Int, query: String, sizes: [Int]) throws {
        var (harness, ids) = try harness(count)
        let read = try readAll(&harness, query)
        #expect(read.sizes == sizes)
        // Ascending ids, bytewise, and each once (2.4).
        #expect(read.ids == Array(ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.prefix(read.ids.count)))
    }

    @Test("An offset is itr…/rec…: one iterator for the whole list, and the last record of the page (2.3)")
    func offsetForm() throws {
        var (harness, _) = try harness(25)
        let read = try readAll(&harness, "pageSize=10")
        let parts = read.offsets.map { $0.split(separator: "/").map(String.init) }
        #expect(Set(parts.map { $0[0] }).count == 1)
        #expect(parts.allSatisfy { IteratorID.isWellFormed($0[0]) })
        #expect(parts.map { $0[1] } == [read.ids[9], read.ids[19]])
    }

    @Test("A page can be asked for again, and the list goes on from it")
    func repeatedPage() throws {
        var (harness, _) = try harness(25)
        let first = try harness.people(.get, "?pageSize=10")
        let offset = try #require(first.body["offset"]?.stringValue)
        let pages = try (0..<2).map { _ in
            try harness.people(.post, "/listRecords", ["pageSize": 10, "offset": .string(offset)])
        }
        #expect(pages[0] == pages[1])
        #expect(pages[0].body.recordIDs.count == 10)
    }

    @Test("A full last page leads to an empty one if that is switched on (12 #17)")
    func emptyLastPage() throws {
        var (harness, _) = try harness(20) { $0.lists.fullLastPageHasOffset = true }
        #expect(try readAll(&harness, "pageSize=10").sizes == [10, 10, 0])
        #expect(try readAll(&harness, "pageSize=10&maxRecords=20").sizes == [10, 10])
    }

    @Test(
        "Bad offsets, dead and foreign iterators are refused as 2.3 says",
        arguments: ["5", "itrAAAAAAAAAAAAAA", "recAAAAAAAAAAAAAA", "rubbish/x", "itrAAAAAAAAAAAAAA/x", "a/b/c"])
    func badOffset(offset: String) throws {
        var (harness, _) = try harness(1)
        let expected = refusal("INVALID_OFFSET_VALUE", "The value of offset \(offset) is invalid")
        #expect(try harness.people(.get, "?offset=\(offset)") == .init(status: 422, body: expected))
        #expect(
            try harness.people(.post, "/listRecords", ["offset": .string(offset)])
                == .init(status: 422, body: expected))
        #expect(
            try harness.people(.get, "?offset=itrAAAAAAAAAAAAAA/recAAAAAAAAAAAAAA").body
                == refusal("LIST_RECORDS_ITERATOR_NOT_AVAILABLE"))
    }

    @Test("An iterator dies after its idle time, and each use keeps it alive (12 #18)")
    func idleIterator() throws {
        var (harness, _) = try harness(50)
        var offset = try #require(try harness.people(.get, "?pageSize=10").body["offset"]?.stringValue)
        for _ in 0..<2 {
            harness.now = harness.now + .seconds(600)
            let answer = try harness.people(.get, "?pageSize=10&offset=\(offset)")
            offset = try #require(answer.body["offset"]?.stringValue)
        }
        harness.now = harness.now + .milliseconds(600_001)
        let dead = try harness.people(.get, "?pageSize=10&offset=\(offset)")
        #expect(dead == .init(status: 422, body: refusal("LIST_RECORDS_ITERATOR_NOT_AVAILABLE")))
        // It does not come back to life.
        harness.now = ServiceHarness.start
        #expect(try harness.people(.get, "?pageSize=10&offset=\(offset)") == dead)
    }

    @Test("In the query of listRecords an offset is not seen: page 1 comes back (2.2)")
    func offsetInQuery() throws {
        var (harness, _) = try harness(15)
        let first = try harness.people(.post, "/listRecords", ["pageSize": 10])
        let offset = try #require(first.body["offset"]?.stringValue)
        let again = try harness.people(.post, "/listRecords?offset=\(offset)", ["pageSize": 10])
        #expect(again.body.recordIDs == first.body.recordIDs)
    }

    @Test("While rows come and go, a live list misses none that stays and gives none twice", arguments: UInt64(1)...20)
    func changesBetweenPages(seed: UInt64) throws {
        for query in [
            "pageSize=7", "pageSize=7&sort[0][field]=Qty&sort[0][direction]=desc", "pageSize=7&view=Grid%20view",
        ] {
            var (harness, ids) = try harness(40)
            var random = IDGenerator(seed: seed)
            var staying = Set(ids)
            let read = try readAll(&harness, query) { harness in
                _ = try harness.insert([["Name": "late", "Qty": .number(JSONNumber(Int(random.next() % 60)))]])
                let victim = ids[Int(random.next() % 40)]
                staying.remove(victim)
                try harness.service.delete(
                    [RecordID(unchecked: victim)], from: "People", in: ServiceHarness.base, at: harness.now)
            }
            #expect(Set(read.ids).count == read.ids.count, "seed \(seed), \(query)")
            #expect(staying.isSubset(of: read.ids), "seed \(seed), \(query)")
        }
    }

    @Test("A snapshot gives what was there at the first page and still is (12 #18)")
    func snapshot() throws {
        var (harness, ids) = try harness(30) { $0.lists.continuation = .snapshot }
        var deleted: [String] = []
        let read = try readAll(&harness, "pageSize=10") { harness in
            _ = try harness.insert([["Name": "late"]])
            let last = try #require(ids.sorted().last { !deleted.contains($0) })
            deleted.append(last)
            try harness.service.delete(
                [RecordID(unchecked: last)], from: "People", in: ServiceHarness.base, at: harness.now)
        }
        #expect(read.ids == ids.sorted().filter { !deleted.contains($0) })
    }

    @Test("An arbitrary order is not that of the ids, is the same for every page, and loses nothing (12 #40)")
    func arbitraryOrder() throws {
        var (harness, ids) = try harness(250) { $0.lists.defaultOrder = .arbitrary(seed: 7) }
        let read = try readAll(&harness, "")
        #expect(read.ids != ids.sorted())
        #expect(read.ids.sorted() == ids.sorted())
        #expect(try readAll(&harness, "pageSize=33").ids == read.ids)
    }

    @Test(
        "Sorting puts blanks first going up and last going down, selects by their choices, text by nature (12 #36)",
        arguments: [
            ("Name", ["a10", "A2", nil, "b", "a2x"], [nil, "A2", "a2x", "a10", "b"]),
            ("Qty", [2, nil, -1, 0], [nil, -1, 0, 2]),
            ("Status", ["Closed", "Open", nil, "Busy"], [nil, "Open", "Busy", "Closed"]),
            ("Tags", [["blue"], ["red", "blue"], nil, ["red"]], [nil, ["red"], ["red", "blue"], ["blue"]]),
            ("Done", [true, nil], [nil, true]),
            ("Due", ["2024-02-01", nil, "2023-12-31"], [nil, "2023-12-31", "2024-02-01"]),
            (
                "Seen", ["2024-02-01T00:00:00.000Z", nil, "2024-02-01T00:00:00.000+01:00"],
                [nil, "2024-01-31T23:00:00.000Z", "2024-02-01T00:00:00.000Z"]
            ),
        ] as [(String, [JSONValue?], [JSONValue?])])
    func sorting(field: String, values: [JSONValue?], ascending: [JSONValue?]) throws {
        var harness = try ServiceHarness()
        _ = try harness.insert(values.map { [field: $0 ?? .null] })
        let column: (ServiceHarness.Answer) -> [JSONValue?] = { answer in
            answer.body["records"]?.arrayValue?.map { $0["fields"]?[field] } ?? []
        }
        let up = try harness.people(.get, "?sort%5B0%5D%5Bfield%5D=\(field)")
        #expect(column(up) == ascending)
        let down = try harness.people(
            .post, "/listRecords", ["sort": [["field": .string(field), "direction": "desc"]]])
        #expect(column(down) == ascending.reversed())
    }

    @Test("Ties of a sort go by id, in both directions, and a second term decides before it")
    func ties() throws {
        var harness = try ServiceHarness()
        let ids = try harness.insert((0..<20).map { ["Qty": .number(JSONNumber($0 % 2)), "Stars": 1] }).map(\.rawValue)
        for direction in ["asc", "desc"] {
            let all = try harness.people(.get, "?sort[0][field]=Stars&sort[0][direction]=\(direction)")
            #expect(all.body.recordIDs == ids.sorted())
        }
        let two = try harness.people(.get, "?sort[0][field]=Stars&sort[1][field]=Qty&sort[1][direction]=desc")
        let odd = ids.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        #expect(two.body.recordIDs == odd.sorted() + ids.filter { !odd.contains($0) }.sorted())
    }

    @Test(
        "A formula filters, in every page and with maxRecords",
        arguments: [
            ("{Qty}>24", "", [10, 10, 5]), ("{Qty}>24", "&maxRecords=12", [10, 2]), ("0", "", [0]),
            ("{Name}='n7'", "", [1]), ("NOT({Done})", "", [10, 10, 10, 10, 10]),
        ])
    func filter(formula: String, rest: String, sizes: [Int]) throws {
        var (harness, _) = try harness(50)
        // Every byte of the formulas has two hexadecimal digits.
        let encoded = formula.utf8.map { "%" + String($0, radix: 16) }
        let read = try readAll(&harness, "pageSize=10&filterByFormula=\(encoded.joined())\(rest)")
        #expect(read.sizes == sizes)
    }

    @Test("Formulas see every type as 9.4 says")
    func formulaValues() throws {
        var harness = try ServiceHarness()
        harness.now = ServiceHarness.start
        let id = try harness.insert([
            [
                "Name": "Ada", "Qty": 0, "Done": true, "Status": "Busy", "Tags": ["red", "blue"], "Due": "2024-01-31",
                "Seen": "2024-01-31T10:00:00.000Z", "Share": 0.5,
            ]
        ])[0]
        let truths: [String] = [
            "{Name}='Ada'", "{Done}=1", "{Done}=TRUE()", "{Status}='Busy'", "{Tags}='red, blue'",
            "FIND('blue',{Tags})>0", "IS_SAME({Due},'2024-01-31','day')",
            "DATETIME_FORMAT({Due},'YYYY-MM-DD')='2024-01-31'",
            "{Seen}=DATETIME_PARSE('2024-01-31T10:00:00.000Z')", "FIND('2024-01-31',{Seen})=1", "{Share}=0.5",
            "RECORD_ID()='\(id)'", "{Email}=''", "{Email}=BLANK()", "{No}=1",
            "IS_SAME(CREATED_TIME(),'2026-03-01T09:30:00.000Z')", "IS_AFTER(NOW(), CREATED_TIME())",
            "IS_SAME({Made},CREATED_TIME())",
        ]
        for formula in truths {
            let answer = try harness.people(.post, "/listRecords", ["filterByFormula": .string(formula)])
            #expect(answer.body.recordIDs == [id.rawValue], "\(formula): \(answer.body)")
            let opposite = try harness.people(.post, "/listRecords", ["filterByFormula": .string("NOT(\(formula))")])
            #expect(opposite.body.recordIDs == [], "NOT(\(formula))")
        }
        harness.now = harness.now + .seconds(60)
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Qty": 1]])
        let modified = try harness.people(
            .post, "/listRecords", ["filterByFormula": "IS_AFTER(LAST_MODIFIED_TIME(),'2026-03-01T09:31:00.000Z')"])
        #expect(modified.body.recordIDs == [id.rawValue])
    }

    @Test(
        "List errors have the types and messages of 2.5",
        arguments: [
            ("fields[]=Nope", "UNKNOWN_FIELD_NAME", "Unknown field name: \"Nope\""),
            ("fields[]=name", "UNKNOWN_FIELD_NAME", "Unknown field name: \"name\""),
            ("sort[0][field]=Nope", "UNKNOWN_FIELD_NAME", "Unknown field name: \"Nope\""),
            (
                "filterByFormula=AND(", "INVALID_FILTER_BY_FORMULA",
                "The formula for filtering records is invalid: Invalid formula. Please check your formula text."
            ),
            (
                "filterByFormula=AND({Foo},{Name},{Bar%20B})", "INVALID_FILTER_BY_FORMULA",
                "The formula for filtering records is invalid: Unknown field names: foo, bar b"
            ),
            ("view=Nope", "VIEW_NAME_NOT_FOUND", "View Nope not found"),
            ("view=viwAAAAAAAAAAAAAA", "VIEW_ID_NOT_FOUND", "View viwAAAAAAAAAAAAAA not found"),
        ])
    func listErrors(query: String, type: String, message: String) throws {
        var (harness, _) = try harness(1)
        let answer = try harness.people(.get, "?\(query)")
        #expect(answer == .init(status: 422, body: refusal(type, message)))
    }

    @Test("A view of another table fails a state check (2.5)")
    func foreignView() throws {
        var harness = try ServiceHarness()
        let other = try harness.send(
            .post, "/v0/meta/bases/\(ServiceHarness.base)/tables",
            ["name": "Other", "fields": [["name": "A", "type": "singleLineText"]]])
        let view = try #require(other.body["views"]?.arrayValue?[0]["id"]?.stringValue)
        #expect(try harness.people(.get, "?view=\(view)") == .init(status: 422, body: refusal("FAILED_STATE_CHECK")))
        #expect(try harness.send(.get, "/v0/\(ServiceHarness.base)/Other?view=\(view)").status == 200)
    }

    @Test(
        "Parameters out of range and unknown ones are refused (12 #15, #16)",
        arguments: [
            "pageSize=0", "pageSize=101", "pageSize=x", "pageSize=-1", "maxRecords=0", "sort[0][direction]=desc",
            "sort[0][field]=Name&sort[0][direction]=up", "cellFormat=string", "cellFormat=string&timeZone=utc",
            "cellFormat=string&userLocale=en-gb", "cellFormat=xml", "returnFieldsByFieldId=maybe", "nope=1",
            "recordMetadata[]=nope", "fields[]=%ZZ", "cellFormat=string&timeZone=Nowhere%2FAtAll&userLocale=en-gb",
        ])
    func badParameters(query: String) throws {
        var (harness, _) = try harness(1)
        #expect(try harness.people(.get, "?\(query)") == .init(status: 422, body: Self.invalid))
    }

    @Test(
        "Members of a listRecords body of the wrong type and unknown ones are refused (2.2)",
        arguments: [
            ["offset": .null], ["limit": 10], ["pageSize": "10"], ["pageSize": 1.5], ["timeZone": "utc"],
            ["fields": "Name"], ["fields": [1]], ["sort": ["field": "Name"]], ["sort": [["field": "Name", "x": 1]]],
            ["returnFieldsByFieldId": 1], ["view": 1], ["filterByFormula": .null],
        ] as [JSONValue])
    func badBody(body: JSONValue) throws {
        var (harness, _) = try harness(1)
        #expect(try harness.people(.post, "/listRecords", body) == .init(status: 422, body: Self.invalid))
    }

    @Test("Unknown parameters can be ignored (12 #16)")
    func ignoredParameters() throws {
        var (harness, _) = try harness(1) { $0.lists.unknownParameter = .ignored }
        #expect(try harness.people(.get, "?nope=1").status == 200)
        #expect(try harness.people(.post, "/listRecords", ["nope": 1]).status == 200)
    }

    @Test("fields[] limits the cells, in every spelling, by name and by id (2.1)")
    func fields() throws {
        var harness = try ServiceHarness()
        _ = try harness.insert([["Name": "Ada", "Qty": 1, "Notes": "n"]])
        let schema = harness.service.schema(of: ServiceHarness.base)
        let notes = try #require(schema?["tables"]?.arrayValue?[0]["fields"]?.arrayValue?[1]["id"]?.stringValue)
        let queries = [
            "fields[]=Qty&fields[]=Notes", "fields%5B%5D=Qty&fields%5B%5D=Notes", "fields[0]=Qty&fields[1]=\(notes)",
            "fields=Qty&fields=\(notes)",
        ]
        for query in queries {
            let answer = try harness.people(.get, "?\(query)")
            #expect(answer.body["records"]?.arrayValue?[0]["fields"] == ["Qty": 1, "Notes": "n"], "\(query)")
        }
        let byID = try harness.people(
            .post, "/listRecords", ["fields": ["Notes"], "returnFieldsByFieldId": true])
        #expect(byID.body["records"]?.arrayValue?[0]["fields"] == .object([notes: "n"]))
    }

    @Test(
        "Cells come primary first, then in the order in which they were set; one cleared and set again moves back (2.1)"
    )
    func cellOrder() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Qty": 1, "Notes": "n", "Email": "e", "Name": "Ada"]])[0]
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Qty": .null]])
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Qty": 2]])
        let fields = try harness.people(.get).body["records"]?.arrayValue?[0]["fields"]?.objectValue
        #expect(fields?.names == ["Name", "Notes", "Email", "Qty", "No", "Made"])
    }

    @Test("commentCount is 0 where asked for, or absent if that is switched on (12 #28)")
    func commentCount() throws {
        for shows in [true, false] {
            var (harness, _) = try harness(1) { $0.lists.showsZeroComments = shows }
            let answer = try harness.people(.get, "?recordMetadata[]=commentCount")
            #expect(answer.body["records"]?.arrayValue?[0]["commentCount"] == (shows ? 0 : nil))
            #expect(try harness.people(.get).body["records"]?.arrayValue?[0]["commentCount"] == nil)
        }
    }

    @Test("cellFormat=string gives text for every cell")
    func texts() throws {
        var harness = try ServiceHarness()
        _ = try harness.insert([
            [
                "Name": "Ada", "Qty": 1234.5, "Price": -2.5, "Share": 0.125, "Time": 3723, "Stars": 4, "Done": true,
                "Status": "Busy", "Tags": ["red", "blue"], "Due": "2024-01-31", "Seen": "2024-01-31T23:05:00.000Z",
            ]
        ])
        let answer = try harness.people(.get, "?cellFormat=string&timeZone=Europe%2FBerlin&userLocale=en-gb")
        let expected: JSONValue = [
            "Name": "Ada", "Qty": "1234.50", "Price": "-$2.50", "Share": "12.5%", "Time": "1:02:03", "Stars": "4",
            "Done": "checked", "Status": "Busy", "Tags": "red, blue", "Due": "2024-01-31", "Seen": "2024-02-01 00:05",
            "No": "1", "Made": "2026-03-01T09:30:00.000Z",
        ]
        let fields = answer.body["records"]?.arrayValue?[0]["fields"]
        #expect(fields == expected, "\(fields?.text ?? "none")")
        // Accepted and ignored with json.
        let plain = try harness.people(.get, "?cellFormat=json&timeZone=utc&userLocale=en-ie")
        #expect(plain.body == (try harness.people(.get).body))
    }
}
