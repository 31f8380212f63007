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
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)) else { return nil }
        self.date = date
        var rest = bytes[10...]
        guard let separator = rest.popFirst() else {
            millisecondOfDay = 0
            offset = nil
            return
        }
        guard "Tt ".utf8.contains(separator), let time = Self.time(&rest), let offset = Self.offset(rest) else {
            return nil
        }
        millisecondOfDay = time
        self.offset = rest.isEmpty ? nil : offset
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
        let clock = [ofDay / 3_600_000, ofDay / 60_000 % 60, ofDay / 1000 % 60].map { Digits.padded($0, 2) }
        let date = CivilDate(daysSince1970: days)
        return "\(date.text)T\(clock.joined(separator: ":")).\(Digits.padded(ofDay % 1000, 3))Z"
    }

    /// `HH:mm`, `HH:mm:ss` or `HH:mm:ss.f…` off the front of `bytes`, in milliseconds.
    private static func time(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let hour = twoDigits(&bytes), hour < 24, bytes.popFirst() == UInt8(ascii: ":"),
            let minute = twoDigits(&bytes), minute < 60
        else { return nil }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard bytes.first == UInt8(ascii: ":") else { return milliseconds }
        bytes.removeFirst()
        guard let second = twoDigits(&bytes), second < 60 else { return nil }
        milliseconds += second * 1000
        guard bytes.first == UInt8(ascii: ".") else { return milliseconds }
        bytes.removeFirst()
        let fraction = bytes.prefix(while: Digits.isDigit)
        bytes.removeFirst(fraction.count)
        guard !fraction.isEmpty else { return nil }
        for (digit, weight) in zip(fraction, [100, 10, 1]) { milliseconds += Int(digit - UInt8(ascii: "0")) * weight }
        return milliseconds
    }

    /// Minutes east of UTC that nothing, `Z`, `±HH`, `±HHmm` or `±HH:mm` stands for; nil for anything else.
    private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
        var bytes = text
        guard let sign = bytes.popFirst() else { return 0 }
        if "Zz".utf8.contains(sign) { return bytes.isEmpty ? 0 : nil }
        guard "+-".utf8.contains(sign), let hours = twoDigits(&bytes), hours < 24 else { return nil }
        var minutes = 0
        if !bytes.isEmpty {
            if bytes.first == UInt8(ascii: ":") { bytes.removeFirst() }
            guard let written = twoDigits(&bytes), written < 60, bytes.isEmpty else { return nil }
            minutes = written
        }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func twoDigits(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 2, let number = Digits.number(bytes.prefix(2)) else { return nil }
        bytes.removeFirst(2)
        return number
    }
}
