import Testing

@testable import TableModel

struct IdentifierTests {
    @Test("an identifier is its prefix and 14 ASCII letters or digits")
    func wellFormed() {
        #expect(RecordID(rawValue: "recAbC123xyz09ZQ0")?.description == "recAbC123xyz09ZQ0")
        #expect(BaseID(rawValue: "appAAAAAAAAAAAAAA") != nil)
        #expect(TableID(rawValue: "tblAAAAAAAAAAAAAA") != nil)
        #expect(FieldID(rawValue: "fldAAAAAAAAAAAAAA") != nil)
        #expect(UserID(rawValue: "usrAAAAAAAAAAAAAA") != nil)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "rec", "recAAAAAAAAAAAAA", "recAAAAAAAAAAAAAAA", "RECAAAAAAAAAAAAAA", "tblAAAAAAAAAAAAAA",
            "recAAAAAAAAAAAAA-", "recAAAAAAAAAAAAé", " recAAAAAAAAAAAAA", "recAAAAAAAAAAAA\u{0661}",
            "recAAAAAAAAAAAAA\n",
        ])
    func malformed(text: String) {
        #expect(RecordID(rawValue: text) == nil)
    }

    @Test("identifiers are ordered by their bytes, capitals first")
    func order() {
        let ids = ["recb0000000000000", "recB0000000000000", "rec00000000000000"].map(RecordID.init(unchecked:))
        #expect(ids.sorted().map(\.rawValue) == ["rec00000000000000", "recB0000000000000", "recb0000000000000"])
    }
}
