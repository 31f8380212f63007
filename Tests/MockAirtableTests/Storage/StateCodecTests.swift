import JSONText
import TableModel
import Testing

@testable import MockAirtable

@Suite("The forms in which state is kept")
struct StateCodecTests {
    static let values: [CellValue] = [
        .text("a"), .text("\u{0}\"\\\u{2028}é e\u{301} 😀"), .number(0), .number(-1.5), .number(0.1 + 0.2),
        .number(.leastNonzeroMagnitude), .number(1.7976931348623157e308), .number(9_007_199_254_740_992), .checked,
        .choice(ChoiceID(unchecked: "selAAAAAAAAAAAAAA")),
        .choices([ChoiceID(unchecked: "selBBBBBBBBBBBBBB"), ChoiceID(unchecked: "selAAAAAAAAAAAAAA")]),
        .date(CivilDate(daysSince1970: -719_162)), .date(CivilDate(daysSince1970: 2_932_896)),
        .links([RecordID(unchecked: "recBBBBBBBBBBBBBB"), RecordID(unchecked: "recAAAAAAAAAAAAAA")]),
        .attachments([
            Attachment(id: AttachmentID(unchecked: "attAAAAAAAAAAAAAA"), file: .init(url: "https://x.y", name: "a.png"))
        ]), .user(ServiceUser(id: "usrAAAAAAAAAAAAAA", email: "ada@example.com")),
        .users([ServiceUser(id: "usrAAAAAAAAAAAAAA", email: "a", name: "b"), ServiceUser(id: "", email: "")]),
        .barcode(Barcode(text: "1", type: "upce")), .barcode(Barcode(text: "2")),
        .instant(ServiceInstant(nanosecondsSince1970: .min)), .instant(ServiceInstant(nanosecondsSince1970: .max)),
    ]

    @Test("Cells of every kind come back as they were, in the order in which they were set")
    func cells() throws {
        let cells = Self.values.enumerated().map { StoredRecord.Cell(slot: 100 - $0.offset, value: $0.element) }
        let text = CellCodec.json(cells).text
        #expect(CellCodec.cells(try JSONValue(parsing: text)) == cells)
    }

    @Test(
        "What is no cell is refused",
        arguments: [
            "{}", "[1]", "[[0]]", #"[["0","t","a"]]"#, #"[[0,"t"]]"#, #"[[0,"t",1]]"#, #"[[0,"x","a"]]"#,
            #"[[0,"n","1"]]"#, #"[[0,"c",true]]"#, #"[[0,"s","fldAAAAAAAAAAAAAA"]]"#, #"[[0,"m",["sel"]]]"#,
            #"[[0,"l",["tblAAAAAAAAAAAAAA"]]]"#, #"[[0,"a",[{"id":"attAAAAAAAAAAAAAA"}]]]"#, #"[[0,"u",{"id":"usr"}]]"#,
            #"[[0,"w",[1]]]"#, #"[[0,"b"]]"#,
            #"[[0,"d",1.5]]"#, #"[[0,"i",99999999999999999999]]"#,
        ])
    func badCells(text: String) throws {
        #expect(CellCodec.cells(try JSONValue(parsing: text)) == nil)
    }

    @Test("A table with fields of every type comes back as it was")
    func definition() throws {
        var service = AirtableService()
        _ = try service.createTable(ServiceHarness.people, in: ServiceHarness.base)
        var table = try #require(service.state.bases[ServiceHarness.base]?.tables.first?.definition)
        table.description = "All \"kinds\""
        table.fields[0].description = "The name"
        let link = LinkOptions(
            table: table.id, inverse: table.fields[0].id, isReversed: true, prefersSingleRecord: true,
            selectionView: ViewID(unchecked: "viwAAAAAAAAAAAAAA"))
        table.fields[1].options = .links(link)
        table.fields[2].options = .links(LinkOptions(table: table.id))
        table.views.append(
            ViewDefinition(
                id: ViewID(unchecked: "viwAAAAAAAAAAAAAA"), name: "Some",
                filter: .init(formula: "{Name}='a'", fields: [table.fields[0].id])))
        let text = DefinitionCodec.json(table).text
        #expect(DefinitionCodec.definition(try JSONValue(parsing: text)) == table)
    }

    @Test(
        "Options that are not as they were written are refused",
        arguments: [
            "{}", #"{"kind":"decimals"}"#, #"{"kind":"choices","choices":[{"id":"sel","name":"a"}]}"#,
            #"{"kind":"date","date":"roman"}"#, #"{"kind":"links","table":"T"}"#,
            #"{"kind":"dateTime","date":"iso","time":"24hour","zone":"Atlantis/Capital"}"#,
        ])
    func badOptions(text: String) throws {
        #expect(OptionsCodec.options(try JSONValue(parsing: text)) == nil)
    }
}
