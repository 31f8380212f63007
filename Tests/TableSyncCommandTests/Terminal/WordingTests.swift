import Testing

@testable import TableSyncCommand

@Suite struct WordingTests {
    @Test(arguments: [
        (0, "0 rows"), (1, "1 row"), (999, "999 rows"), (1_000, "1,000 rows"), (1_234_567, "1,234,567 rows"),
        (-1_234, "-1,234 rows"), (100_000, "100,000 rows"),
    ])
    func `numbers are grouped by thousands`(_ number: Int, _ text: String) {
        #expect(Wording.count(number, "row") == text)
    }

    @Test(
        arguments: [
            (.zero, "0.0 s"), (.milliseconds(440), "0.4 s"), (.milliseconds(59_940), "59.9 s"),
            (.milliseconds(59_950), "1 min 0 s"), (.seconds(60), "1 min 0 s"), (.seconds(200), "3 min 20 s"),
            (.milliseconds(3_599_400), "59 min 59 s"), (.milliseconds(3_599_600), "1 h 0 min"),
            (.seconds(7_500), "2 h 5 min"),
            (.seconds(-1), "0.0 s"),
        ] as [(Duration, String)])
    func `durations are short`(_ duration: Duration, _ text: String) {
        #expect(Wording.duration(duration) == text)
    }

    @Test func `lists are sentences`() {
        #expect(Wording.quoted([]) == "")
        #expect(Wording.quoted(["a"]) == "\"a\"")
        #expect(Wording.quoted(["a", "b"]) == "\"a\" and \"b\"")
        #expect(Wording.quoted(["a", "b", "c"]) == "\"a\", \"b\" and \"c\"")
        let many = (1...23).map(String.init)
        #expect(Wording.several(many).hasSuffix("\"19\", \"20\" and 3 more"))
        #expect(Wording.several(Array(many.prefix(20))).hasSuffix("\"19\" and \"20\""))
    }

    @Test func `names are separated by commas`() {
        #expect(Wording.names(in: " a , b c,,\td ") == ["a", "b c", "d"])
        #expect(Wording.names(in: "") == [])
    }
}
