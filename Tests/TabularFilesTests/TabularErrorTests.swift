import Testing

@testable import TabularFiles

@Suite struct TabularErrorTests {
    @Test(
        "Codes are small words and hyphens, as those of remote errors are",
        arguments: [
            (TabularError.Code.cannotOpen, "cannot-open"), (.shortRow, "short-row"), (.invalidUTF8, "invalid-utf8"),
            (.invalidJSON, "invalid-json"), (.notAnObject, "not-an-object"), (.empty, "empty"),
        ])
    func codes(code: TabularError.Code, text: String) {
        #expect(code.rawValue == text)
    }
}
