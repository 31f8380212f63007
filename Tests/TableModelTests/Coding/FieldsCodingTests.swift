import FoundationEssentials
import JSONText
import Testing

@testable import TableModel

@Suite struct FieldsCodingTests {
    struct Address: Codable, Equatable {
        var city: String
        var zip: String?
    }

    struct User: Codable, Equatable {
        var name: String
        var age: Int?
        var isActive: Bool
        var tags: [String]
        var score: Double?
        var born: Date?
        var site: URL?
        var address: Address?
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case age = "Age"
            case isActive = "Active"
            case tags = "Tags"
            case score = "Score"
            case born = "Born"
            case site = "Site"
            case address = "Address"
        }
    }

    private static let full = User(
        name: "Zoë", age: 41, isActive: true, tags: ["a", "b"], score: 1.5,
        born: Date(timeIntervalSince1970: 1_768_478_400),
        site: URL(string: "https://x.io/a?b=c"), address: Address(city: "Bonn", zip: nil))

    private static let fullFields: Fields = [
        "Name": "Zoë", "Age": 41, "Active": true, "Tags": ["a", "b"], "Score": 1.5, "Born": "2026-01-15T12:00:00.000Z",
        "Site": "https://x.io/a?b=c", "Address": .object(["city": "Bonn"]),
    ]

    @Test("a value is written as cells and read from them again")
    func roundTrip() throws {
        let fields = try FieldsEncoder().encode(Self.full)
        #expect(fields == Self.fullFields)
        #expect(fields.names == Self.fullFields.names)
        #expect(try FieldsDecoder().decode(User.self, from: fields) == Self.full)
    }

    @Test("empty cells become nil, false, empty text and empty lists")
    func empty() throws {
        let user = try FieldsDecoder().decode(User.self, from: [:])
        #expect(user == User(name: "", age: nil, isActive: false, tags: []))
    }

    @Test("defaults come before the rule for empty cells, and cells before the defaults")
    func defaults() throws {
        let decoder = try FieldsDecoder(defaultsOf: Self.full)
        #expect(try decoder.decode(User.self, from: [:]) == Self.full)
        var changed = Self.full
        changed.age = 3
        #expect(try decoder.decode(User.self, from: ["Age": 3]) == changed)
    }

    @Test(
        "what does not fit is an error that names the field and what it holds",
        arguments: [
            (["Name": 3], "Field \"Name\" holds a number, where a text was expected."),
            (["Age": 1.5], "Field \"Age\" holds a number, where a whole number that fits Int was expected."),
            (["Age": "x"], "Field \"Age\" holds a text, where a number was expected."),
            (["Active": "yes"], "Field \"Active\" holds a text, where a checkbox was expected."),
            (["Tags": "a,b"], "Field \"Tags\" holds a text, where a list was expected."),
            (["Tags": [1]], "Field \"Tags.0\" holds a number, where a text was expected."),
            (
                ["Born": "soon"],
                "Field \"Born\" holds a text, where a date such as 2026-03-01 or 2026-03-01T09:30:00.000Z was expected."
            ),
            (["Address": ["x"]], "Field \"Address\" holds a list, where an object was expected."),
            (["Address": .object(["city": 7])], "Field \"Address.city\" holds a number, where a text was expected."),
        ] as [(Fields, String)])
    func misfits(fields: Fields, text: String) throws {
        let error = try #require(throws: DecodingError.self) { try FieldsDecoder().decode(User.self, from: fields) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.debugDescription == text)
    }

    struct Required: Decodable { var count: Int }

    @Test("a number that must be there and is not is an error")
    func required() throws {
        let error = try #require(throws: DecodingError.self) { try FieldsDecoder().decode(Required.self, from: [:]) }
        guard case .valueNotFound(_, let context) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(context.debugDescription == "Field \"count\" holds nothing, where a number was expected.")
    }

    @Test("nil leaves a cell as it is, or clears it when asked to")
    func clearing() throws {
        let user = User(name: "x", age: nil, isActive: false, tags: [])
        #expect(try FieldsEncoder().encode(user) == ["Name": "x", "Active": false, "Tags": []])
        let cleared = try FieldsEncoder(clearsNil: true).encode(user)
        #expect(cleared["Age"] == .null)
        #expect(cleared.count == 8)
    }

    @Test("a field of days gets a day and not an instant")
    func days() throws {
        #expect(try FieldsEncoder(dayFields: ["Born"]).encode(Self.full)["Born"] == "2026-01-15")
        let schema = TableSchema(
            id: TableID(unchecked: "tblAAAAAAAAAAAAAA"), name: "T",
            primaryFieldID: FieldID(unchecked: "fldAAAAAAAAAAAAAA"),
            fields: [FieldSchema(id: FieldID(unchecked: "fldAAAAAAAAAAAAAA"), name: "Born", type: .date)])
        #expect(try FieldsEncoder(for: schema).encode(Self.full)["Born"] == "2026-01-15")
        #expect(
            try FieldsDecoder().decode(User.self, from: ["Born": "2026-01-15"]).born?.timeIntervalSince1970
                == 1_768_435_200)
    }

    struct Numbers: Codable, Equatable {
        var small: Int8 = -3
        var big: UInt64 = 9_007_199_254_740_992
        var decimal = Decimal(string: "12.25")
        var float: Float = 0.5
        var dynamic: FieldValue = [1, "x"]
        var nested: [[Int]] = [[1], []]
        var map: [String: Int] = ["a": 1]
        enum CodingKeys: CodingKey { case small, big, decimal, float, nested, map }
    }

    @Test("numbers of every kind, nested lists and dictionaries survive")
    func numbers() throws {
        let fields = try FieldsEncoder().encode(Numbers())
        #expect(
            fields == [
                "small": -3, "big": 9_007_199_254_740_992, "decimal": 12.25, "float": 0.5, "nested": [[1], []],
                "map": .object(["a": 1]),
            ])
        #expect(try FieldsDecoder().decode(Numbers.self, from: fields) == Numbers())
    }

    struct Loose<Value: Encodable>: Encodable { var n: Value }

    @Test("a number that a cell would change, or that JSON cannot express, is refused")
    func unwritable() {
        #expect(throws: EncodingError.self) { try FieldsEncoder().encode(Loose(n: 9_007_199_254_740_993)) }
        #expect(throws: EncodingError.self) { try FieldsEncoder().encode(Loose(n: Double.nan)) }
        #expect(throws: EncodingError.self) { try FieldsEncoder().encode(Loose(n: Float.infinity)) }
        #expect(throws: EncodingError.self) { try FieldsEncoder().encode([1, 2]) }
        #expect(throws: EncodingError.self) { try FieldsEncoder().encode("x") }
    }
}
