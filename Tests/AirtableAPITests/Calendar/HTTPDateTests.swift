import FoundationEssentials
import TableModel
import Testing

@testable import AirtableAPI

@Suite struct HTTPDateTests {
    @Test(
        "a Date header is read",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 15 Jan 2026 12:00:00 GMT", 1_768_478_400),
            ("Thu, 15 Jan 2026 12:00:00 UTC", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("", nil),
            ("Thu, 31 Feb 2026 12:00:00 GMT", nil), ("Thu, 15 Foo 2026 12:00:00 GMT", nil),
        ] as [(String, Double?)])
    func httpDates(text: String, seconds: Double?) {
        #expect(Timestamp.httpDate(text)?.timeIntervalSince1970 == seconds)
    }
}
