import JSONText
import Testing

@testable import TableModel

struct FieldValueTests {
    @Test("JSON becomes a value and the value becomes the same JSON")
    func roundTrip() throws {
        for text in [
            "null", "true", "false", "0", "-1.5", "1e+21", "\"\"", "\"é\"", "[]", "[1,[\"a\",null]]",
            #"{"b":1,"a":[{}]}"#, "9007199254740991",
        ] {
            #expect(FieldValue(try JSONValue(parsing: text)).json.text == text)
        }
    }

    @Test("whole numbers are written without a fraction, and what JSON cannot say as null")
    func numbers() {
        #expect(FieldValue.number(3).json.text == "3")
        #expect(FieldValue.number(-0.0).json.text == "0")
        #expect(FieldValue.number(0.1).json.text == "0.1")
        #expect(FieldValue.number(.infinity).json.text == "null")
        #expect(FieldValue.number(.nan).json.text == "null")
        #expect(FieldValue(.number(JSONNumber(1))) == 1)
    }

    @Test("blank is what the service takes for an empty cell")
    func blank() {
        for value in [.null, "", false, []] as [FieldValue] { #expect(value.isBlank) }
        for value in [0, " ", true, [.null], .object([:])] as [FieldValue] { #expect(!value.isBlank) }
    }

    @Test("a field is found by name before it is found by id")
    func schema() {
        let odd = FieldSchema(id: FieldID(unchecked: "fldBBBBBBBBBBBBBB"), name: "fldAAAAAAAAAAAAAA", type: .number)
        let plain = FieldSchema(id: FieldID(unchecked: "fldAAAAAAAAAAAAAA"), name: "Plain", type: .number)
        let table = TableSchema(
            id: TableID(unchecked: "tblAAAAAAAAAAAAAA"), name: "T", primaryFieldID: plain.id, fields: [plain, odd])
        #expect(table.field("fldAAAAAAAAAAAAAA") == odd)
        #expect(table.field("fldBBBBBBBBBBBBBB") == odd)
        #expect(table.field("Plain") == plain)
        #expect(table.field("plain") == nil)
        #expect(selectField(.singleSelect, "a", "b").choiceNames == ["a", "b"])
        #expect(plain.choiceNames.isEmpty)
    }
}
