import Testing

@testable import MockAirtable

@Suite struct ServiceTimeTests {
    @Test(
        "Instants are written as the service and as HTTP write them",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z", "Mon, 28 Feb 2000 23:59:59 GMT"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399_001, "2100-02-28T23:59:59.001Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
            (-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func texts(milliseconds: Int64, iso: String, http: String) {
        let instant = ServiceInstant(millisecondsSince1970: milliseconds)
        #expect(instant.isoText == iso)
        #expect(instant.httpText == http)
    }

    @Test("Days and dates turn into each other, over four hundred years and the leap years between")
    func civilDates() {
        var expected = (year: 1899, month: 12, day: 31)
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        // 1 January 1900 is 25,567 days before 1970.
        for days in Int64(-25_567)...120_000 {
            let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
            let length = expected.month == 2 && isLeap ? 29 : lengths[expected.month - 1]
            expected.day += 1
            if expected.day > length { expected = (expected.year, expected.month + 1, 1) }
            if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
            let date = CivilDate(daysSince1970: days)
            guard (date.year, date.month, date.day) == expected, date.daysSince1970 == days else {
                Issue.record("day \(days) is \(date.isoText), not \(expected)")
                return
            }
        }
    }

    @Test("Instants stay within their range however far they are moved")
    func range() {
        let last = ServiceInstant(nanosecondsSince1970: .max)
        #expect(last + .seconds(1) == last)
        #expect(ServiceInstant(nanosecondsSince1970: .min) - .seconds(1) == ServiceInstant(nanosecondsSince1970: .min))
        #expect(ServiceInstant(secondsSince1970: .max).nanosecondsSince1970 > 0)
        #expect(ServiceInstant(secondsSince1970: 5) - ServiceInstant(secondsSince1970: 7) == .seconds(-2))
    }

    @Test("A file that is no zone file, or is cut short, is refused")
    func zoneFiles() throws {
        let bytes = Array("TZif2".utf8) + Array(repeating: 0, count: 300)
        #expect(TimeZoneRules(compiled: bytes) == nil)
        #expect(TimeZoneRules(compiled: Array("hello".utf8)) == nil)
        #expect(TimeZoneRules(compiled: []) == nil)
        #expect(TimeZoneRules(identifier: "../../../etc/passwd") == nil)
        #expect(TimeZoneRules(identifier: "") == nil)
        #expect(TimeZoneRules(identifier: "Europe/") == nil)
    }
}
