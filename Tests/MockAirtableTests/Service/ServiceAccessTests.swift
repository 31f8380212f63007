import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 1, 6.2 and 6.3.
@Suite struct ServiceAccessTests {
    private static let forbidden = refusal(
        "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
        "Invalid permissions, or the requested model was not found. Check that both your user and your token have the "
            + "required permissions, and that the model names and/or ids are correct.")
    private static let base = ServiceHarness.base.rawValue

    @Test(
        "Refusals come in the order of 6.3",
        arguments: [
            ("/v0/app1/People", nil, 404, ["error": "NOT_FOUND"]),
            ("/v0/rubbish", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/v0/meta/bases/app1/tables", nil, 404, ["error": "NOT_FOUND"]),
            ("/v0/\(base)/People", nil, 401, refusal("AUTHENTICATION_REQUIRED", "Authentication required")),
            ("/v0/\(base)/Nope", nil, 401, refusal("AUTHENTICATION_REQUIRED", "Authentication required")),
            ("/v0/meta/whoami", "wrong", 401, refusal("AUTHENTICATION_REQUIRED", "Authentication required")),
            ("/v0/\(base)/Nope", "patTEST", 403, forbidden),
            ("/v0/\(base)/people", "patTEST", 403, forbidden),
            ("/v0/appBBBBBBBBBBBBBB/People", "patTEST", 403, forbidden),
            ("/v0/\(base)/Nope/rec1", "patTEST", 403, forbidden),
            ("/v0/\(base)/People/rec1", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/v0/\(base)", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/v0/\(base)/People/recAAAAAAAAAAAAAA/x/y", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/v1/\(base)/People", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/", "patTEST", 404, ["error": "NOT_FOUND"]),
            ("/v0/meta/nope", "patTEST", 404, ["error": "NOT_FOUND"]),
        ] as [(String, String?, Int, JSONValue)])
    func order(target: String, token: String?, status: Int, body: JSONValue) throws {
        var harness = try ServiceHarness {
            $0.access.tokens = [ServiceToken("patTEST")]
            $0.access.createsBasesOnDemand = false
        }
        #expect(try harness.send(.get, target, token: token) == .init(status: status, body: body))
    }

    @Test("Only a bearer token counts, whatever the case of the word; spaces around it are part of it")
    func bearer() throws {
        let rows: [(String, Int)] = [
            ("Bearer t", 200), ("bearer t", 200), ("Basic t", 401), ("t", 401), ("Bearer ", 401), ("Bearer", 401),
            ("Bearer T", 401), ("Bearer t\u{301}", 401),
        ]
        for (value, status) in rows {
            var harness = try ServiceHarness { $0.access.tokens = [ServiceToken("t")] }
            var request = ServiceHarness.request(.get, "/v0/meta/whoami", token: nil)
            request.authorization = value
            guard case .answer(let head, _) = harness.service.handle(request, at: harness.now).ending else { return }
            #expect(head.status.code == status, "\(value)")
        }
    }

    @Test("A table is found by id and by encoded name, decoded once, with or without a trailing slash (1.1, 1.5)")
    func addresses() throws {
        var harness = try ServiceHarness()
        let name = "A/B & 100% ü?"
        let made = try harness.send(
            .post, "/v0/meta/bases/\(Self.base)/tables",
            ["name": .string(name), "fields": [["name": "A", "type": "email"]]])
        let id = try #require(made.body["id"]?.stringValue)
        let good = ["A%2FB%20%26%20100%25%20%C3%BC%3F", "A%2fB%20&%20100%25%20%c3%bc%3F", id]
        for segment in good + good.map({ $0 + "/" }) + good.map({ $0 + "/?" }) + good.map({ $0 + "?" }) {
            #expect(try harness.send(.get, "/v0/\(Self.base)/\(segment)").status == 200, "\(segment)")
        }
        for segment in [
            "A%252FB%2520%2526%2520100%2525%2520%25C3%25BC%253F", "A+B", "a%2FB%20%26%20100%25%20%C3%BC%3F",
        ] {
            #expect(try harness.send(.get, "/v0/\(Self.base)/\(segment)").status == 403, "\(segment)")
        }
        #expect(try harness.send(.get, "/v0/\(Self.base)/%ZZ").status == 404)
    }

    @Test("A plus in a path is a plus, in a query a space (2.1)")
    func plus() throws {
        var harness = try ServiceHarness()
        for name in ["C D", "E+F"] as [JSONValue] {
            let field: JSONValue = ["name": "G H", "type": "singleLineText"]
            _ = try harness.send(.post, "/v0/meta/bases/\(Self.base)/tables", ["name": name, "fields": [field]])
        }
        let rows = [("C+D", 403), ("C%20D", 200), ("E+F", 200), ("E%2BF", 200), ("E%20F", 403)]
        for (segment, status) in rows {
            #expect(try harness.send(.get, "/v0/\(Self.base)/\(segment)?fields[]=G+H").status == status, "\(segment)")
        }
        #expect(try harness.send(.get, "/v0/\(Self.base)/E+F?fields[]=G%2BH").status == 422)
    }

    @Test("Scopes, roles and granted bases decide (1.2)")
    func rights() throws {
        var harness = try ServiceHarness {
            $0.access.tokens = [
                ServiceToken("reader", role: .read), ServiceToken("editor", role: .edit),
                ServiceToken("noscope", scopes: []),
                ServiceToken("elsewhere", bases: [BaseID(unchecked: "appBBBBBBBBBBBBBB")]),
                ServiceToken("recordsOnly", scopes: [.readRecords, .writeRecords]),
            ]
        }
        let list = "/v0/\(Self.base)/People"
        let tables = "/v0/meta/bases/\(Self.base)/tables"
        let field: JSONValue = ["name": "X", "type": "email"]
        let rows: [(String, HTTPRequest.Method, String, JSONValue?, Int)] = [
            ("reader", .get, list, nil, 200), ("reader", .post, list, ["fields": [:]], 403),
            ("editor", .post, list, ["fields": [:]], 200), ("editor", .get, tables, nil, 200),
            ("editor", .post, tables, ["name": "T", "fields": [field]], 403),
            ("noscope", .get, list, nil, 403), ("noscope", .get, tables, nil, 403),
            ("noscope", .get, "/v0/meta/whoami", nil, 200), ("noscope", .get, "/v0/meta/bases", nil, 403),
            ("elsewhere", .get, list, nil, 403), ("elsewhere", .get, tables, nil, 403),
            ("recordsOnly", .post, list, ["fields": [:]], 200), ("recordsOnly", .get, tables, nil, 403),
        ]
        for (token, method, target, body, status) in rows {
            #expect(
                try harness.send(method, target, body, token: token).status == status, "\(token) \(method) \(target)")
        }
        let edited = try harness.send(.post, tables, ["name": "T", "fields": [field]], token: "editor")
        #expect(edited.body == refusal("INVALID_PERMISSIONS", "You are not permitted to perform this operation"))
        #expect(try harness.send(.get, "/v0/meta/bases", token: "elsewhere").body == ["bases": []])
    }

    @Test("whoami gives a user and, with the scope, an address; never the token (7.1)")
    func whoami() throws {
        var harness = try ServiceHarness {
            $0.access.tokens = [
                ServiceToken("patSECRET", user: "usrAAAAAAAAAAAAAA", email: "a@x.io"),
                ServiceToken("patOTHER", scopes: []),
            ]
        }
        let first = try harness.send(.get, "/v0/meta/whoami", token: "patSECRET")
        #expect(first.body == ["id": "usrAAAAAAAAAAAAAA", "email": "a@x.io"])
        let second = try harness.send(.get, "/v0/meta/whoami", token: "patOTHER").body
        #expect(second.objectValue?.names == ["id"])
        #expect(second["id"]?.stringValue?.hasPrefix("usr") == true && second["id"]?.stringValue?.count == 17)
        #expect(!"\(harness.service.log.entries)".contains("SECRET"))
    }

    @Test("A well-formed base is made on first use, if that is switched on and the user may create")
    func basesOnDemand() throws {
        let tables = "/v0/meta/bases/appBBBBBBBBBBBBBB/tables"
        var harness = try ServiceHarness {
            $0.access.tokens = [ServiceToken("patTEST"), ServiceToken("e", role: .edit)]
        }
        #expect(try harness.send(.get, tables, token: "e").status == 403)
        #expect(try harness.send(.get, tables) == .init(status: 200, body: ["tables": []]))
        #expect(try harness.send(.get, tables, token: "e").status == 200)
        let bases = try harness.send(.get, "/v0/meta/bases")
        #expect(
            bases.body["bases"]?.arrayValue?.last
                == ["id": "appBBBBBBBBBBBBBB", "name": "Untitled Base", "permissionLevel": "create"])
        #expect(try harness.send(.get, "/v0/meta/bases?pageSize=5").status == 422)
    }

    @Test("Addresses over 16,000 characters get a 414 in HTML, bodies over 4 MB a 413 (2.2, 12 #32)")
    func sizes() throws {
        var harness = try ServiceHarness()
        let head = "/v0/\(Self.base)/People?filterByFormula="
        let fixed = "https://api.airtable.com".utf8.count + head.utf8.count
        for (length, status) in [(16_000, 422), (16_001, 414)] {
            let reply = harness.reply(.get, head + String(repeating: "(", count: length - fixed))
            guard case .answer(let answer, let bytes) = reply.ending else { return }
            #expect(answer.status.code == status)
            #expect(
                answer.headerFields[.contentType] == (status == 414 ? "text/html" : "application/json; charset=utf-8"))
            if status == 414 { #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("<html>")) }
        }
        let big = harness.reply(
            .post, "/v0/\(Self.base)/People", body: .string(String(repeating: "x", count: 4_000_000)))
        guard case .answer(let answer, _) = big.ending else { return }
        #expect(answer.status.code == 413)
    }

    @Test("Every answer carries the service's time in the Date header, and its content type (1.4)")
    func heads() throws {
        var harness = try ServiceHarness()
        for target in ["/v0/meta/whoami", "/v0/\(Self.base)/Nope", "/nowhere"] {
            guard case .answer(let head, _) = harness.reply(.get, target).ending else { return }
            #expect(head.headerFields[.date] == "Sun, 01 Mar 2026 09:30:00 GMT")
            #expect(head.headerFields[.contentType] == "application/json; charset=utf-8")
        }
    }

    @Test("In the key era unknown tables are 404 TABLE_NOT_FOUND (6.3)")
    func keyEra() throws {
        var harness = try ServiceHarness { $0.errors.missingTable = .notFound }
        #expect(
            try harness.send(.get, "/v0/\(Self.base)/Nope").body
                == refusal("TABLE_NOT_FOUND", "Could not find table Nope in application \(Self.base)"))
    }
}
