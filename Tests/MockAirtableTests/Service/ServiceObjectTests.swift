import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// Attachments, collaborators and barcodes (airtable-api.md 4.1, 4.2 and 4.6).
@Suite struct ServiceObjectTests {
    private static let ada = ServiceUser(id: "usrAAAAAAAAAAAAAA", email: "ada@example.com", name: "Ada")
    private static let bob = ServiceUser(id: "usrBBBBBBBBBBBBBB", email: "bob@example.com")
    private static let adaCell: JSONValue = ["id": "usrAAAAAAAAAAAAAA", "email": "ada@example.com", "name": "Ada"]
    private static let bobCell: JSONValue = ["id": "usrBBBBBBBBBBBBBB", "email": "bob@example.com", "name": "bob"]

    private func harness() throws -> ServiceHarness {
        try ServiceHarness {
            $0.access.tokens = [
                ServiceToken("patTEST", user: "usrAAAAAAAAAAAAAA", email: "ada@example.com", name: "Ada")
            ]
            $0.access.collaborators = [Self.bob]
        }
    }

    @Test(
        "Collaborators are written by id or address and read as objects",
        arguments: [
            ("Owner", ["id": "usrBBBBBBBBBBBBBB"], false, bobCell),
            ("Owner", ["email": "ADA@example.com"], false, adaCell),
            ("Owner", bobCell, false, bobCell), ("Owner", .null, false, nil), ("Owner", "Ada", true, adaCell),
            ("Owner", "bob@example.com", true, bobCell), ("Owner", "", true, nil),
            ("Team", ["usrBBBBBBBBBBBBBB", "usrAAAAAAAAAAAAAA"], false, [bobCell, adaCell]),
            ("Team", [["id": "usrBBBBBBBBBBBBBB"], ["email": "bob@example.com"]], false, [bobCell]),
            ("Team", [], false, nil), ("Team", "Ada, bob", true, [adaCell, bobCell]),
            ("Team", ["Ada"], true, [adaCell]),
        ] as [(String, JSONValue, Bool, JSONValue?)])
    func collaborators(field: String, value: JSONValue, typecast: Bool, cell: JSONValue?) throws {
        var harness = try harness()
        #expect(try harness.written(value, to: field, typecast: typecast) == .cell(cell))
        #expect(try harness.column(field) == [cell])
    }

    @Test(
        "Who is not known or not named rightly is refused",
        arguments: [
            ("Owner", ["id": "usrCCCCCCCCCCCCCC"], false, "Field \"Owner\" cannot accept the provided value"),
            ("Owner", ["name": "Ada"], false, "Cannot parse value for field Owner"),
            ("Owner", "Ada", false, "Cannot parse value for field Owner"),
            ("Owner", 1, false, "Field \"Owner\" cannot accept the provided value"),
            ("Owner", "Eve", true, "Field \"Owner\" cannot accept the provided value"),
            ("Team", ["Ada"], false, "Field \"Team\" cannot accept the provided value"),
            ("Team", "Ada", false, "Cannot parse value for field Team"),
            ("Team", [1], false, "Cannot parse value for field Team"),
        ] as [(String, JSONValue, Bool, String)])
    func unknownCollaborators(field: String, value: JSONValue, typecast: Bool, message: String) throws {
        var harness = try harness()
        #expect(
            try harness.written(value, to: field, typecast: typecast) == .refused("INVALID_VALUE_FOR_COLUMN", message))
    }

    @Test(
        "Barcodes are objects with a text",
        arguments: [
            (["text": "4006381333931"], false, ["text": "4006381333931"]),
            (["text": "1", "type": "upce"], false, ["text": "1", "type": "upce"]), (["text": ""], false, nil),
            (.null, false, nil), ("4006381333931", true, ["text": "4006381333931"]), ("", true, nil),
        ] as [(JSONValue, Bool, JSONValue?)])
    func barcodes(value: JSONValue, typecast: Bool, cell: JSONValue?) throws {
        var harness = try harness()
        #expect(try harness.written(value, to: "Code", typecast: typecast) == .cell(cell))
    }

    @Test(
        "A barcode of another form is refused", arguments: ["1", ["type": "upce"], ["text": 1], ["1"]] as [JSONValue])
    func badBarcodes(value: JSONValue) throws {
        var harness = try harness()
        #expect(
            try harness.written(value, to: "Code")
                == .refused("INVALID_VALUE_FOR_COLUMN", "Cannot parse value for field Code"))
    }

    @Test("A new attachment is answered without size, and from then on with an address of the service's own (4.6)")
    func attachments() throws {
        var harness = try harness()
        let written: JSONValue = [["url": "https://x.y/cat.png", "filename": "cat.png"], ["url": "https://x.y/2"]]
        let made = try harness.people(.post, "", ["fields": ["Files": written]])
        let fresh = try #require(made.body["fields"]?["Files"]?.arrayValue)
        #expect(fresh.map { $0.objectValue?.names } == [["id", "url", "filename"], ["id", "url", "filename"]])
        #expect(fresh.map { $0["url"] } == ["https://x.y/cat.png", "https://x.y/2"])
        #expect(fresh.map { $0["filename"] } == ["cat.png", "Unnamed attachment"])
        let id = try #require(made.body["id"]?.stringValue)
        let first = try harness.people(.get, "/\(id)").body["fields"]?["Files"]?.arrayValue?[0]
        harness.now = harness.now + .seconds(1)
        let second = try harness.people(.get).body["records"]?.arrayValue?[0]["fields"]?["Files"]?.arrayValue?[0]
        #expect(first?.objectValue?.names == ["id", "url", "filename", "size", "type"])
        #expect(first?["type"] == "image/png" && first?["id"] == fresh[0]["id"] && first?["size"] == second?["size"])
        #expect(first?["url"] != second?["url"])
    }

    @Test("Attachments are kept by id and added by address; each address makes a new one")
    func appending() throws {
        var harness = try harness()
        let made = try harness.people(.post, "", ["fields": ["Files": [["url": "https://x.y/1"]]]])
        let record = try #require(made.body["id"]?.stringValue)
        let kept = try #require(made.body["fields"]?["Files"]?.arrayValue?[0]["id"])
        let both = try harness.people(
            .patch, "/\(record)", ["fields": ["Files": [["url": "https://x.y/1"], ["id": kept]]]])
        let cell = try #require(both.body["fields"]?["Files"]?.arrayValue)
        #expect(cell.count == 2 && cell[0]["id"] != kept && cell[1]["id"] == kept)
        // The one that was there is fetched by now, the other one is not.
        #expect(cell[0]["size"] == nil && cell[1]["size"] != nil)
        #expect(try harness.column("Files")[0]?.arrayValue?.map { $0["url"] } == ["https://x.y/1", "https://x.y/1"])
        #expect(try harness.people(.patch, "/\(record)", ["fields": ["Files": []]]).status == 200)
        #expect(try harness.column("Files") == [nil])
    }

    @Test(
        "An attachment with both id and url, with neither, or with an id that the cell has not, is refused",
        arguments: [
            ["id": "attAAAAAAAAAAAAAA", "url": "https://x.y"], ["filename": "a"], ["id": "x"],
            ["id": "attAAAAAAAAAAAAAA"], ["url": ""],
        ] as [JSONValue])
    func badAttachments(value: JSONValue) throws {
        var harness = try harness()
        let message = "Invalid attachment object for field Files: \(value.prettyText)"
        #expect(try harness.written([value], to: "Files") == .refused("INVALID_ATTACHMENT_OBJECT", message))
        #expect(try harness.records().isEmpty)
    }

    @Test("An attachment that is no object in an array cannot be parsed; typecast takes an address")
    func attachmentForms() throws {
        var harness = try harness()
        for value in ["https://x.y", ["url": "https://x.y"], ["https://x.y"]] as [JSONValue] {
            #expect(
                try harness.written(value, to: "Files")
                    == .refused("INVALID_VALUE_FOR_COLUMN", "Cannot parse value for field Files"))
        }
        for value in ["https://x.y", ["https://x.y"]] as [JSONValue] {
            let people = try harness.people(.post, "", ["fields": ["Files": value], "typecast": true])
            #expect(people.body["fields"]?["Files"]?.arrayValue?[0]["url"] == "https://x.y")
        }
    }

    @Test("Formulas and sorts see names and texts (9.4)")
    func formulas() throws {
        var harness = try harness()
        _ = try harness.insert([
            ["Name": "a", "Owner": ["id": "usrBBBBBBBBBBBBBB"], "Code": ["text": "7"], "Files": [["url": "u"]]],
            ["Name": "b", "Owner": ["id": "usrAAAAAAAAAAAAAA"], "Team": ["usrAAAAAAAAAAAAAA", "usrBBBBBBBBBBBBBB"]],
        ])
        let formulas = [
            "{Owner}='bob'": "a", "{Team}='Ada, bob'": "b", "{Code}='7'": "a", "FIND('Unnamed',{Files})": "a",
            "NOT({Files})": "b",
        ]
        for (formula, name) in formulas {
            let answer = try harness.people(.post, "/listRecords", ["filterByFormula": .string(formula)])
            #expect(answer.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] } == [.string(name)], "\(formula)")
        }
        let sorted = try harness.people(.post, "/listRecords", ["sort": [["field": "Owner"]]])
        #expect(sorted.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] } == ["b", "a"])
        let text = try harness.people(
            .get, "?cellFormat=string&timeZone=utc&userLocale=en-gb&fields[]=Team&sort[0][field]=Name")
        #expect(text.body["records"]?.arrayValue?[1]["fields"]?["Team"] == "Ada, bob")
    }
}
