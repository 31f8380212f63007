import TableModel
import Testing

@testable import AirtableAPI

@Suite struct MentionParserTests {
    @Test(
        "every wording that names a field, a value or a record is understood",
        arguments: [
            (#"Unknown field name: "Due date""#, RemoteError.Mention(field: "Due date")),
            (#"Unknown field name: "the "big" one""#, .init(field: #"the "big" one"#)),
            (#"Field "Total" cannot accept a value because the field is computed"#, .init(field: "Total")),
            (#"Field "Due" cannot accept the provided value"#, .init(field: "Due")),
            (#"Field "a" cannot accept b" cannot accept the provided value"#, .init(field: #"a" cannot accept b"#)),
            ("Field Lat can not accept value 41.884089", .init(field: "Lat", value: "41.884089")),
            ("Cannot parse value for field Tags and more", .init(field: "Tags and more")),
            (#"Insufficient permissions to create new select option ""Red"""#, .init(value: "Red")),
            (#"Insufficient permissions to create new select option "\"Red\"""#, .init(value: "Red")),
            (#"Insufficient permissions to create new select option "Red""#, .init(value: "Red")),
            (#"Insufficient permissions to create new select option """""#, .init(value: "")),
            (#"Insufficient permissions to create new select option "\"\"""#, .init(value: "")),
            (#"Insufficient permissions to create new select option ""a \"b\" c"""#, .init(value: #"a "b" c"#)),
            (#"Insufficient permissions to create new select option "\"a \\\"b\\\" c\"""#, .init(value: #"a "b" c"#)),
            (
                "Record ID rec00000000000007 does not exist in this table",
                .init(recordID: RecordID(unchecked: "rec00000000000007"))
            ), ("Record ID recX does not exist in this table", .init(value: "recX")),
            (
                "Record ID rec00000000000007 belongs to table T1, but the field links to table T2",
                .init(recordID: RecordID(unchecked: "rec00000000000007"))
            ), (#"Value "[object Object]" is not a valid record ID."#, .init(value: "[object Object]")),
            ("Invalid attachment object for field Photos: {\n  \"id\": \"x\"\n}", .init(field: "Photos")),
            ("You are not permitted to write cell values in field Salary (fldAAAAAAAAAAAAAA)", .init(field: "Salary")),
            ("Failed schema validation: Count.options is missing", .init(field: "Count")),
            (
                "The formula for filtering records is invalid: Unknown field names: due",
                .init(field: "due")
            ),
        ])
    func mentions(message: String, mention: RemoteError.Mention) {
        #expect(MentionParser.mention(in: message) == mention)
    }

    @Test(
        "a message that names nothing certain gives no mention",
        arguments: [
            "", "Server error", "The formula for filtering records is invalid: Unknown field names: a, b",
            "Invalid request: parameter validation failed. Check your request data.", "View X not found",
            #"Field "unclosed"#, "Record ID",
            "A maximum of 10 records can be created per request but you have provided 100.",
        ])
    func silence(message: String) {
        #expect(MentionParser.mention(in: message) == nil)
    }
}
