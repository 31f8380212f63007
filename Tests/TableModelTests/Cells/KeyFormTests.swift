import JSONText
import Testing

@testable import TableModel

struct KeyFormTests {
    private func key(_ field: FieldSchema, _ value: FieldValue?) throws -> RecordKey {
        try KeyForm([field]).key(from: Fields(value.map { [(field.name, $0)] } ?? []))
    }

    @Test("a key in the file equals the key that the service stores for it")
    func storedKeys() throws {
        let cases: [(FieldSchema, FieldValue, FieldValue)] = [
            (field(.singleLineText), "Ada", "Ada"), (field(.singleLineText), 5, "5"), (field(.number), "12.50", 12.5),
            (field(.number), "-0", 0), (field(.date), " 2026-03-01", "2026-03-01"),
            (field(.multilineText), "a\nb", "a\nb"),
            (selectField(.singleSelect, "Red"), " Red", "Red"), (field(.percent), "12.5%", 0.125),
            (selectField(.multipleSelects, "a", "b"), "b, a, b", ["a", "b"]), (field(.email), "Ada@x.io", "Ada@x.io"),
            (field(.dateTime, ["timeZone": "utc"]), "2026-03-01T01:00+01:00", "2026-03-01T00:00:00.000Z"),
            (field(.duration), "1:30", 5400), (field(.checkbox), "yes", true),
            (field(.singleCollaborator), "ada@x.io", .object(["id": "usr1", "email": "Ada@x.io", "name": "Ada"])),
        ]
        for (field, source, stored) in cases {
            let form = KeyForm([field])
            let written = try form.key(from: [field.name: source])
            let read = try #require(form.storedKey(of: [field.name: stored]))
            #expect(written == read, "\(source)")
            #expect(written.hash == read.hash)
            var bytes: [UInt8] = []
            let isWhole = form.encodeStoredKey(of: [field.name: stored], into: &bytes)
            #expect(isWhole && bytes == written.encoding)
            #expect(written.looseHash == read.looseHash || field.type == .singleCollaborator)
        }
    }

    @Test("the value sent for a key is the one that its field takes, sets in one order")
    func sentValues() throws {
        #expect(try key(selectField(.multipleSelects, "b", "a"), "b, a").values == [["a", "b"]])
        #expect(try key(field(.number), "1e1").values == [10])
        #expect(try key(field(.singleLineText), " Ada ").values == [" Ada "])
        #expect(try key(field(.singleCollaborator), "Ada@x.io").values == [.object(["email": "Ada@x.io"])])
    }

    @Test("keys that the service keeps apart are apart, byte by byte")
    func different() throws {
        let pairs: [(FieldSchema, FieldValue, FieldValue)] = [
            (field(.singleLineText), "Ada", "ada"), (field(.singleLineText), "Ada", "Ada "),
            (field(.singleLineText), "é", "e\u{301}"), (field(.number), 1, 1.5), (field(.singleLineText), "1", "1.0"),
        ]
        for (field, left, right) in pairs {
            let (one, other) = (try key(field, left), try key(field, right))
            #expect(one != other)
            #expect(one.hash != other.hash)
        }
    }

    @Test("the parts of a composite key do not run into each other")
    func composite() throws {
        let form = KeyForm([
            field(.singleLineText, name: "a"), field(.singleLineText, name: "b"), field(.number, name: "c"),
        ])
        let one = try form.key(from: ["a": "x", "b": "yz", "c": 1])
        let other = try form.key(from: ["a": "xy", "b": "z", "c": 1])
        #expect(one != other)
        #expect(one.hash != other.hash)
        #expect(one.looseHash != other.looseHash)
        #expect(one.text == "x + yz + 1")
        // "s" is also the letter that marks a text in the encoding.
        let marked = try form.key(from: ["a": "as", "b": "b", "c": 1])
        #expect(try marked != form.key(from: ["a": "a", "b": "sb", "c": 1]))
        #expect(one == form.storedKey(of: ["c": 1, "b": "yz", "a": "x", "d": "more"]))
    }

    @Test("a record without a part of the key has no key")
    func blankStored() {
        let form = KeyForm([field(.singleLineText, name: "a"), field(.checkbox, name: "b")])
        #expect(form.storedKey(of: ["a": "x"]) == nil)
        #expect(form.storedKey(of: ["b": true]) == nil)
        #expect(form.storedKey(of: ["a": "x", "b": true]) != nil)
        var bytes: [UInt8] = [1]
        let isWhole = form.encodeStoredKey(of: ["a": "x"], into: &bytes)
        #expect(!isWhole && bytes == [1])
    }

    static let refused: [(FieldSchema, FieldValue?, String)] = [
        (
            field(.singleLineText, name: "Name"), nil,
            #"field "Name" is part of the key and has no value; "#
                + "give every row a key, or push the rows without one separately"
        ),
        (
            field(.singleLineText, name: "Name"), "a\nb",
            #"field "Name" does not accept "a\nb" as a key, because the service turns the line break or tab in it "#
                + "into a space; change the key"
        ),
        (
            field(.multilineText, name: "Name"), "a ",
            #"field "Name" does not accept "a " as a key, because the service drops whitespace at the end; "#
                + "change the key"
        ),
        (
            field(.multilineText, name: "Name"), "a\r\nb",
            #"field "Name" does not accept "a\nb" as a key, because the service may drop the carriage return in it; "#
                + "change the key"
        ),
        (
            field(.number, name: "Id"), 9_007_199_254_740_992,
            #"field "Id" does not accept 9007199254740992 as a key, because the service does not keep all digits of "#
                + "so large a number; change the key"
        ),
        (
            field(.dateTime, ["timeZone": "Europe/Berlin"], name: "At"), "2026-03-01T09:30",
            #"field "At" does not accept "2026-03-01T09:30" as a key, because only the service knows its time zone: "#
                + "add Z or an offset; change the key"
        ),
        (
            field(.richText, name: "Body"), "x",
            #"field "Body" does not accept "x" as a key, because the service rewrites rich text; change the key"#
        ),
        (
            field(.autoNumber, name: "No"), 5,
            #"field "No" is computed by the service and cannot be written; remove the column, or --ignore "No""#
        ),
        (
            field(.number, name: "Id"), "x",
            #"field "Id" does not accept "x"; write digits with a point, such as 1234.5, or --typecast"#
        ),
    ]

    @Test("a key that would not be found again is refused with the reason", arguments: refused)
    func refusals(field: FieldSchema, source: FieldValue?, text: String) throws {
        let problem = try #require(throws: CellProblem.self) { try key(field, source) }
        #expect(problem.description == text)
    }

    @Test("typecast lets a key name a new choice, but not be what only the service can convert")
    func typecast() throws {
        let status = selectField(.singleSelect, "Red", name: "k")
        #expect(try KeyForm([status], typecast: true).key(from: ["k": "Blue"]).values == ["Blue"])
        #expect(throws: CellProblem.self) { try KeyForm([status]).key(from: ["k": "Blue"]) }
        #expect(throws: CellProblem.self) {
            try KeyForm([field(.number, name: "k")], typecast: true).key(from: ["k": "$5"])
        }
    }

    @Test("outer whitespace in a text key is warned of")
    func warning() throws {
        let form = KeyForm([field(.singleLineText, name: "Name")])
        #expect(form.warning(about: try form.key(from: ["Name": "Ada"])) == nil)
        #expect(
            form.warning(about: try form.key(from: ["Name": "Ada "]))?.description
                == #"field "Name" has the key "Ada " with outer whitespace, which the service may drop, so that "#
                + "the next push would not find it; trim the key")
    }
}
