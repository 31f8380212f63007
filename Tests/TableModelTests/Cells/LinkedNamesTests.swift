import FoundationEssentials
import JSONText
import Testing

@testable import TableModel

struct LinkedNamesTests {
    private static let teams = TableSchema(
        id: TableID(unchecked: "tblTTTTTTTTTTTTTT"), name: "Teams",
        primaryFieldID: FieldID(unchecked: "fld00000000000001"),
        fields: [field(.singleLineText, name: "Name")])
    private static let team = field(.multipleRecordLinks, ["linkedTableId": "tblTTTTTTTTTTTTTT"], name: "Team")

    private static func record(_ letter: String, _ name: FieldValue?) -> Record {
        Record(
            id: RecordID(unchecked: "rec" + String(repeating: letter, count: 14)),
            createdTime: Date(timeIntervalSince1970: 0),
            fields: Fields(name.map { [("Name", $0)] } ?? []))
    }

    private static let names = {
        var names = LinkedNames()
        names.add(
            [
                record("A", "Ada"), record("G", "Grace"), record("L", "Lovelace, Ada"), record("N", nil),
                record("W", "Two Words"),
            ], of: teams)
        // Pages may come twice; two records of one name are two.
        names.add([record("A", "Ada"), record("B", "Bob"), record("C", " Bob "), record("D", "Bob")], of: teams)
        return names
    }()

    @Test("a text that names records by their primary text becomes their ids")
    func ids() throws {
        let (ada, grace) = ("recAAAAAAAAAAAAAA", "recGGGGGGGGGGGGGG")
        let converter = CellConverter(field: Self.team, names: Self.names)
        let cases: [(FieldValue, [String])] = [
            ("Ada, Grace", [ada, grace]), ("Grace,  Ada , Ada", [grace, ada]), (["Ada", "Grace"], [ada, grace]),
            (.string("\(ada), Grace"), [ada, grace]), (#""Lovelace, Ada""#, ["recLLLLLLLLLLLLLL"]),
            (["Lovelace, Ada"], ["recLLLLLLLLLLLLLL"]), ("recZZZZZZZZZZZZZZ", ["recZZZZZZZZZZZZZZ"]),
            // As the service would keep it.
            ("Two\nWords", ["recWWWWWWWWWWWWWW"]), (["Two\tWords "], ["recWWWWWWWWWWWWWW"]),
        ]
        for (source, ids) in cases {
            #expect(try converter.value(from: source) == .list(ids.map(FieldValue.string)), "\(source)")
        }
        let stored: FieldValue = [.string(grace), .string(ada)]
        #expect(CanonicalForm(Self.team).isEqual(try converter.value(from: "Ada, Grace"), stored: stored))
    }

    @Test("a name that no record or several records have is refused with the way out")
    func refusals() throws {
        let cases: [(FieldValue, Bool, String)] = [
            (
                "Ada, Grce", false,
                #"field "Team" does not accept "Grce", which no record of "Teams" is called; check the name, or "#
                    + "--typecast, which creates the record"
            ),
            (
                "Bob", false,
                #"field "Team" does not accept "Bob", which 3 records of "Teams" are called (recBBBBBBBBBBBBBB, "#
                    + "recCCCCCCCCCCCCCC, recDDDDDDDDDDDDDD); write the id of the one that is meant"
            ),
            (
                "Bob", true,
                #"field "Team" does not accept "Bob", which 3 records of "Teams" are called (recBBBBBBBBBBBBBB, "#
                    + "recCCCCCCCCCCCCCC, recDDDDDDDDDDDDDD); write the id of the one that is meant"
            ),
        ]
        for (source, typecast, text) in cases {
            let converter = CellConverter(field: Self.team, typecast: typecast, names: Self.names)
            let problem = try #require(throws: CellProblem.self) { try converter.value(from: source) }
            #expect(problem.description == text)
        }
    }

    @Test("with typecast, a name that no record has is left to the service")
    func typecast() throws {
        let converter = CellConverter(field: Self.team, typecast: true, names: Self.names)
        #expect(try converter.value(from: "Ada, Grce") == ["recAAAAAAAAAAAAAA", "Grce"])
    }

    @Test("an empty table has no names; of a table that was not read nothing is known")
    func unknownTables() throws {
        var names = LinkedNames()
        let problem = try #require(throws: CellProblem.self) {
            try CellConverter(field: Self.team, names: names).value(from: "Ada")
        }
        #expect(problem.reason == #"does not accept "Ada", which is not a record id"#)
        names.add([], of: Self.teams)
        let empty = try #require(throws: CellProblem.self) {
            try CellConverter(field: Self.team, names: names).value(from: "Ada")
        }
        #expect(empty.reason == #"does not accept "Ada", which no record of "Teams" is called"#)
    }

    @Test("a primary field of another type is known by the text that an export has for it")
    func numbers() throws {
        var numbered = Self.teams
        numbered.fields = [field(.number, name: "Name")]
        var names = LinkedNames()
        names.add([Self.record("A", 7), Self.record("B", 7.5)], of: numbered)
        let converter = CellConverter(field: Self.team, names: names)
        #expect(try converter.value(from: "7.5, 7") == ["recBBBBBBBBBBBBBB", "recAAAAAAAAAAAAAA"])
        #expect(try converter.value(from: [7]) == ["recAAAAAAAAAAAAAA"])
    }

    @Test("links can be a key by the names of what they link to")
    func key() throws {
        let form = KeyForm([Self.team], names: Self.names)
        let written = try form.key(from: ["Team": "Grace, Ada"])
        #expect(written == form.storedKey(of: ["Team": ["recAAAAAAAAAAAAAA", "recGGGGGGGGGGGGGG"]]))
    }
}
