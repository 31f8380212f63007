/// A date with a time of day and, if it was written, the distance from UTC.
///
/// Reads the profile of ISO 8601 that machines write: `2026-03-01`, `2026-03-01T09:30`, `2026-03-01 09:30:15.123Z`,
/// `2026-03-01T09:30:15+02:00`, `+0200` or `+02`. Fractions finer than a millisecond are cut off, since the service
/// keeps milliseconds (airtable-api.md 4.4). Hour 24 and second 60 are refused.
package struct CivilTime: Hashable, Sendable {
    package let date: CivilDate
    let millisecondOfDay: Int
    /// Minutes east of UTC; nil for a time that does not say.
    package let offset: Int?

    /// The milliseconds since 1970 that fall into the years that the service keeps.
    package static let instants = -59_011_459_200_000...253_402_300_799_999

    private static let millisecondsPerDay = 86_400_000

    package init?(_ text: some StringProtocol) {
        let time = text.withBytes { bytes -> CivilTime? in
            var scanner = DigitScanner(bytes)
            return CivilTime(&scanner).flatMap { scanner.isAtEnd ? $0 : nil }
        }
        guard let time else { return nil }
        self = time
    }

    private init?(_ scanner: inout DigitScanner) {
        guard let date = CivilDate(&scanner) else { return nil }
        self.date = date
        guard !scanner.isAtEnd else {
            millisecondOfDay = 0
            offset = nil
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let time = Self.time(&scanner)
        else { return nil }
        millisecondOfDay = time
        guard !scanner.isAtEnd else {
            offset = nil
            return
        }
        guard let written = Self.offset(&scanner) else { return nil }
        offset = written
    }

    /// Whether `text` is an instant in the service's own form, `YYYY-MM-DDTHH:mm:ss.SSSZ`.
    static func isServiceForm(_ text: String) -> Bool {
        text.withBytes { bytes in
            // With a letter, a point and another letter in these places, nothing but digits can stand between.
            guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "."),
                bytes[23] == UInt8(ascii: "Z")
            else { return false }
            var scanner = DigitScanner(bytes)
            return CivilTime(&scanner) != nil && scanner.isAtEnd
        }
    }

    /// Milliseconds since 1970 in UTC, a time without an offset being taken for UTC.
    package var millisecondsSince1970: Int {
        date.daysSince1970 * Self.millisecondsPerDay + millisecondOfDay - (offset ?? 0) * 60_000
    }

    /// `YYYY-MM-DDTHH:mm:ss.SSSZ`, as the service writes instants; nil beyond the years that it keeps.
    static func text(millisecondsSince1970 milliseconds: Int) -> String? {
        instants.contains(milliseconds) ? text(clamping: milliseconds) : nil
    }

    /// The instant in the service's own form, or that of the nearest one that it keeps.
    package static func text(clamping milliseconds: Int) -> String {
        let instant = min(max(milliseconds, instants.lowerBound), instants.upperBound)
        // Rounded down, so that moments before 1970 fall into their own day.
        let days = (instant >= 0 ? instant : instant - millisecondsPerDay + 1) / millisecondsPerDay
        let ofDay = instant - days * millisecondsPerDay
        let date = CivilDate(daysSince1970: days)
        return String(unsafeUninitializedCapacity: 24) { bytes in
            var writer = DigitWriter(bytes)
            writer.write(date.year, width: 4, then: "-")
            writer.write(date.month, width: 2, then: "-")
            writer.write(date.day, width: 2, then: "T")
            writer.write(ofDay / 3_600_000, width: 2, then: ":")
            writer.write(ofDay / 60_000 % 60, width: 2, then: ":")
            writer.write(ofDay / 1000 % 60, width: 2, then: ".")
            writer.write(ofDay % 1000, width: 3, then: "Z")
            return writer.count
        }
    }

    /// `HH:mm`, `HH:mm:ss` or `HH:mm:ss.f…`, in milliseconds.
    private static func time(_ scanner: inout DigitScanner) -> Int? {
        guard let hour = scanner.number(2), hour < 24, scanner.skip(":"), let minute = scanner.number(2),
            minute < 60
        else { return nil }
        let milliseconds = (hour * 60 + minute) * 60_000
        guard scanner.skip(":") else { return milliseconds }
        guard let second = scanner.number(2), second < 60 else { return nil }
        guard scanner.skip(".") else { return milliseconds + second * 1000 }
        return scanner.milliseconds().map { milliseconds + second * 1000 + $0 }
    }

    /// Minutes east of UTC that `Z`, `±HH`, `±HHmm` or `±HH:mm` stands for.
    private static func offset(_ scanner: inout DigitScanner) -> Int? {
        if scanner.skip("Z") || scanner.skip("z") { return 0 }
        let isWest = scanner.next == UInt8(ascii: "-")
        guard scanner.skip("+") || scanner.skip("-"), let hours = scanner.number(2), hours < 24 else {
            return nil
        }
        var minutes = hours * 60
        if !scanner.isAtEnd {
            _ = scanner.skip(":")
            guard let written = scanner.number(2), written < 60 else { return nil }
            minutes += written
        }
        return isWest ? -minutes : minutes
    }
}
