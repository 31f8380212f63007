import TestSupport
import Testing

@testable import TableModel

struct CivilTimeTests {
    @Test("days are numbered one after another, through every leap year from 1900 to 2400")
    func dayNumbers() throws {
        // A plain model: a calendar that turns one page a day.
        var (year, month, day) = (1900, 1, 1)
        var number = -25567
        while year < 2400 {
            let date = try #require(CivilDate(year: year, month: month, day: day))
            #expect(date.daysSince1970 == number)
            #expect(CivilDate(daysSince1970: number) == date)
            let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            if day == length { #expect(CivilDate(year: year, month: month, day: day + 1) == nil) }
            number += 1
            day += 1
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(number == 157_054)
    }

    @Test("the first and the last day that the service keeps have neighbours that it does not")
    func bounds() throws {
        let first = try #require(CivilDate("0100-01-01"))
        let last = try #require(CivilDate("9999-12-31"))
        #expect(first.daysSince1970 == -683_003)
        #expect(last.daysSince1970 == 2_932_896)
        #expect(CivilDate(daysSince1970: first.daysSince1970) == first)
        #expect(CivilDate(daysSince1970: last.daysSince1970) == last)
        #expect(CivilDate.days == first.daysSince1970...last.daysSince1970)
        #expect(CivilTime("0100-01-01")?.millisecondsSince1970 == CivilTime.instants.lowerBound)
        #expect(CivilTime("9999-12-31T23:59:59.999")?.millisecondsSince1970 == CivilTime.instants.upperBound)
    }

    @Test(
        "these are not days",
        arguments: [
            "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "0099-12-31",
            "2026-1-1",
            "26-01-01", "2026/01/01", "2026-01-011", "20260101", "2026-01-0١", "", "2026-01-01T00:00:00Z", "+026-01-01",
        ])
    func notDays(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test("the leap days are days", arguments: ["2024-02-29", "2000-02-29", "2400-02-29"])
    func leapDays(text: String) {
        #expect(CivilDate(text)?.text == text)
    }

    @Test(
        "these times are instants",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("1970-01-01 00:00:01.5z", 1500),
            ("1970-01-01t01:00+01:00", 0), ("1970-01-01T00:00:00-0130", 5_400_000),
            ("1970-01-01T00:00:00+01", -3_600_000),
            ("1969-12-31T23:59:59.999Z", -1), ("2020-09-05T07:00:00.000Z", 1_599_289_200_000),
            ("1970-01-01T00:00:00.1239999Z", 123), ("1970-01-01T00:00:00.01Z", 10),
            ("2001-09-09T01:46:40", 1_000_000_000_000),
        ] as [(String, Int)])
    func instants(text: String, milliseconds: Int) {
        #expect(CivilTime(text)?.millisecondsSince1970 == milliseconds)
    }

    @Test(
        "these are not times",
        arguments: [
            "1970-01-01T", "1970-01-01T24:00", "1970-01-01T00:60", "1970-01-01T00:00:60Z", "1970-01-01T0:00",
            "1970-01-01T00", "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00,5Z", "1970-01-01T00:00Zx",
            "1970-01-01T00:00+",
            "1970-01-01T00:00+1", "1970-01-01T00:00+24:00", "1970-01-01T00:00+01:60", "1970-01-01T00:00+01:",
            "1970-01-01Z",
            "1970-01-01  00:00", "00:00", "1970-01-01T00:00:00 Z", "3/4/2024", "1970-02-30T00:00",
        ])
    func notTimes(text: String) {
        #expect(CivilTime(text) == nil)
    }

    @Test("an instant's text reads back as the instant", arguments: [11, 12] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let instant = Int.random(in: -59_011_459_200_000...253_402_300_799_999, using: &random)
            let text = try #require(CivilTime.text(millisecondsSince1970: instant), "seed \(seed)")
            #expect(CivilTime(text)?.millisecondsSince1970 == instant, "seed \(seed)")
            #expect(text.utf8.count == 24)
            #expect(CivilTime.isServiceForm(text))
        }
        #expect(CivilTime.text(millisecondsSince1970: -59_011_459_200_001) == nil)
        #expect(CivilTime.text(millisecondsSince1970: 253_402_300_800_000) == nil)
        #expect(CivilTime.text(millisecondsSince1970: -1) == "1969-12-31T23:59:59.999Z")
    }

    @Test(
        "an instant in any other form is not in the service's",
        arguments: [
            "2026-03-01T09:30:00Z", "2026-03-01 09:30:00.000Z", "2026-03-01T09:30:00.000z", "2026-03-01T09:30:00.0000",
            "2026-02-30T09:30:00.000Z", "2026-03-01T24:30:00.000Z", "2026-03-01T09:30+0100.00Z",
            "2026-03-01T09:30:00.00Z ",
            "", "2026-03-01",
        ])
    func otherForms(text: String) {
        #expect(!CivilTime.isServiceForm(text))
    }
}
