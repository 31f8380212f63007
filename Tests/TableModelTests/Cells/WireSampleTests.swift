import FoundationEssentials
import JSONText
import Testing

@testable import TableModel

struct WireSampleTests {
    @Test(
        "every writable type has samples of what is equal and of what is not",
        arguments: Set(RandomCells.fields.map(\.type)))
    func coverage(type: FieldType) throws {
        let samples = try WireSample.all().filter { $0.field.type == type }
        #expect(!samples.isEmpty)
        #expect(samples.count { $0.same.isEmpty || $0.different.isEmpty } == 0)
    }

    @Test("what the service answers for a value equals the value", arguments: try WireSample.all())
    func same(sample: WireSample) {
        for (sent, stored) in sample.same {
            let left = CanonicalCell(sent, field: sample.field)
            let right = CanonicalCell(stored, field: sample.field)
            #expect(left == right, "\(sent) and \(String(describing: stored))")
            #expect(left.hashValue == right.hashValue)
        }
    }

    @Test("what is sent for a source value equals what the service answers for it", arguments: try WireSample.all())
    func converted(sample: WireSample) throws {
        let form = CanonicalForm(sample.field)
        for (source, stored) in sample.same + sample.sameWhenSent + sample.sameByID + sample.sameByName {
            let sent = try CellConverter(field: sample.field, names: Self.names).value(from: source)
            #expect(
                form.isEqual(sent, stored: stored),
                "\(source) was sent as \(sent), and \(String(describing: stored)) came back")
        }
    }

    /// The records that the samples name.
    private static let names = {
        let people = TableSchema(
            id: TableID(unchecked: "tbl00000000000002"), name: "People",
            primaryFieldID: FieldID(unchecked: "fld00000000000001"), fields: [field(.singleLineText)])
        let records = [("recAAAAAAAAAAAAAA", "Ada"), ("recGGGGGGGGGGGGGG", "Grace")].map { id, name in
            Record(
                id: RecordID(unchecked: id), createdTime: Date(timeIntervalSince1970: 0),
                fields: ["Cell": .string(name)])
        }
        var names = LinkedNames()
        names.add(records, of: people)
        return names
    }()

    @Test("another value is another value", arguments: try WireSample.all())
    func different(sample: WireSample) {
        let form = CanonicalForm(sample.field)
        for (sent, stored) in sample.different {
            #expect(!form.isEqual(sent, stored: stored), "\(sent) and \(String(describing: stored))")
        }
    }

    @Test("samples that need more than a comparison of forms do need it", arguments: try WireSample.all())
    func needed(sample: WireSample) {
        for (sent, stored) in sample.sameWhenSent + sample.sameByID + sample.sameByName {
            #expect(
                CanonicalCell(sent, field: sample.field) != CanonicalCell(stored, field: sample.field),
                "\(sent) and \(String(describing: stored))")
        }
    }

    @Test("a stored cell is exported as text that is sent back as the same cell, for every writable type")
    func exported() throws {
        let tables = try WireSample.json("schema.json")["tables"]?.arrayValue
        let fields = try #require(tables?.first?["fields"]?.arrayValue).map(FieldSchema.init(sample:))
        let records = try #require(WireSample.json("records.json")["records"]?.arrayValue)
        var compared = 0
        for record in records {
            for field in fields where field.type.isComparable && field.type != FieldType("moodRing") {
                let stored = record["fields"]?[field.name].map(FieldValue.init)
                let text = CellText(field: field).text(of: stored)
                let sent = try CellConverter(field: field).value(from: .string(text))
                #expect(
                    CanonicalCell(sent, field: field) == CanonicalCell(stored, field: field), "\(field.name): \(text)")
                compared += 1
            }
        }
        #expect(compared == 2 * 21)
    }

    @Test("exactly the computed columns of the sample refuse to be written")
    func computed() throws {
        let tables = try WireSample.json("schema.json")["tables"]?.arrayValue
        let fields = try #require(tables?.first?["fields"]?.arrayValue).map(FieldSchema.init(sample:))
        let refused = fields.filter { (try? CellConverter(field: $0).value(from: .null)) == nil }.map(\.type.rawValue)
        #expect(
            refused == [
                "autoNumber", "createdTime", "lastModifiedTime", "createdBy", "lastModifiedBy", "formula", "rollup",
                "count", "multipleLookupValues", "button", "aiText", "externalSyncSource", "manualSort",
            ])
    }
}
