import FoundationEssentials
import Testing

@testable import TableModel

@Suite struct TimestampTests {
    @Test(
        "instants are read in the forms that the service and people use",
        arguments: [
            ("1970-01-01", 0), ("1970-01-01T00:00:00.000Z", 0), ("2026-01-15T12:00:00.000Z", 1_768_478_400),
            ("2026-01-15T12:00:00.250Z", 1_768_478_400.25), ("2026-01-15T12:00Z", 1_768_478_400),
            ("2026-01-15 13:00:00+01:00", 1_768_478_400), ("2026-01-15T06:30:00-0530", 1_768_478_400),
            ("2000-02-29", 951_782_400), ("1969-12-31T23:59:59Z", -1), ("0100-01-01", -59_011_459_200),
            ("9999-12-31", 253_402_214_400),
        ] as [(String, Double)])
    func reading(text: String, seconds: Double) {
        #expect(Timestamp.date(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(
        "what is no instant is not read as one",
        arguments: [
            "", "soon", "2026-1-5", "2026-13-01", "2026-02-29", "2026-00-10", "2026-01-00", "2026-01-15T",
            "2026-01-15T12",
            "2026-01-15T24:00:00Z", "2026-01-15T12:60:00Z", "2026-01-15T12:00:00", "2026-01-15T12:00:00.Z",
            "2026-01-15T12:00:00Zx", "２026-01-15", "2026-01-15T12:00:00+1:00", "3/4/2024",
        ])
    func refusing(text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test(
        "instants are written with milliseconds in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_768_478_400.25, "2026-01-15T12:00:00.250Z"),
            (-0.001, "1969-12-31T23:59:59.999Z"), (0.9996, "1970-01-01T00:00:01.000Z"),
            (1e18, "9999-12-31T23:59:59.999Z"), (-1e18, "0100-01-01T00:00:00.000Z"),
        ] as [(Double, String)])
    func writing(seconds: Double, text: String) {
        #expect(Timestamp.text(Date(timeIntervalSince1970: seconds)) == text)
    }
}
