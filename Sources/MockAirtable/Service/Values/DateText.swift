/// A date, with or without a time of day and an offset, as clients write it (airtable-api.md 4.4).
struct DateText: Sendable, Hashable {
    var date: CivilDate
    /// Nil if only a day was written; finer digits than milliseconds are dropped.
    var millisecondOfDay: Int64?
    /// Seconds east of UTC; nil if none was written.
    var offset: Int64?

    /// The instants of the years that 64 bits of nanoseconds hold whole: 1678 to 2261.
    static let milliseconds: ClosedRange<Int64> = -9_214_560_000_000...9_214_646_399_999

    /// `YYYY-MM-DD`, or `YYYY-MM-DDThh:mm[:ss[.fff]]` with or without `Z` or an offset; nil for any other text.
    static func iso(_ text: String) -> DateText? {
        var scanner = DigitScanner(text)
        return iso(&scanner, separators: [UInt8(ascii: "T"), UInt8(ascii: "t")])
    }

    /// The ISO forms, with a space in the place of the `T` too, and `M/D/YYYY` with an optional `h:mm[:ss][am|pm]`
    /// (12 #24).
    static func lenient(_ text: String) -> DateText? {
        let trimmed = StoredText.trimmed(text)
        var scanner = DigitScanner(trimmed)
        let separators = [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")]
        if let reading = iso(&scanner, separators: separators) { return reading }
        scanner = DigitScanner(trimmed)
        return american(&scanner)
    }

    /// The instant that the text means; a time without an offset is one of `zone`.
    func instant(in zone: TimeZoneRules) -> ServiceInstant {
        let millisecond = millisecondOfDay ?? 0
        let local = date.daysSince1970 * 86_400 + millisecond.floorDivided(by: 1000)
        let seconds = offset.map { local - $0 } ?? zone.seconds(fromLocal: local)
        return ServiceInstant(millisecondsSince1970: seconds * 1000 + millisecond.floorRemainder(by: 1000))
    }

    private static func iso(_ scanner: inout DigitScanner, separators: [UInt8]) -> DateText? {
        guard let year = scanner.number(digits: 4...4), scanner.skip("-"),
            let month = scanner.number(digits: 2...2), scanner.skip("-"), let day = scanner.number(digits: 2...2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if scanner.isAtEnd { return DateText(date: date) }
        guard separators.contains(where: { scanner.skip($0) }),
            let time = timeOfDay(&scanner, hourDigits: 2...2)
        else { return nil }
        var reading = DateText(date: date, millisecondOfDay: time)
        if scanner.isAtEnd { return reading }
        guard let offset = offset(&scanner), scanner.isAtEnd else { return nil }
        reading.offset = offset
        return reading
    }

    private static func american(_ scanner: inout DigitScanner) -> DateText? {
        guard let month = scanner.number(digits: 1...2), scanner.skip("/"),
            let day = scanner.number(digits: 1...2), scanner.skip("/"), let year = scanner.number(digits: 4...4),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if scanner.isAtEnd { return DateText(date: date) }
        guard scanner.skip(" "), var time = timeOfDay(&scanner, hourDigits: 1...2) else { return nil }
        let hour = time / 3_600_000
        _ = scanner.skip(" ")
        if scanner.skipWord("am") {
            guard (1...12).contains(hour) else { return nil }
            if hour == 12 { time -= 43_200_000 }
        } else if scanner.skipWord("pm") {
            guard (1...12).contains(hour) else { return nil }
            if hour != 12 { time += 43_200_000 }
        }
        return scanner.isAtEnd ? DateText(date: date, millisecondOfDay: time) : nil
    }

    /// `hh:mm[:ss[.fff]]` in milliseconds since midnight.
    private static func timeOfDay(_ scanner: inout DigitScanner, hourDigits: ClosedRange<Int>) -> Int64? {
        guard let hour = scanner.number(digits: hourDigits), hour < 24, scanner.skip(":"),
            let minute = scanner.number(digits: 2...2), minute < 60
        else { return nil }
        var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
        guard scanner.skip(":") else { return milliseconds }
        guard let second = scanner.number(digits: 2...2), second < 60 else { return nil }
        milliseconds += Int64(second) * 1000
        guard scanner.skip(".") else { return milliseconds }
        guard let fraction = scanner.milliseconds() else { return nil }
        return milliseconds + Int64(fraction)
    }

    private static func offset(_ scanner: inout DigitScanner) -> Int64? {
        if scanner.skip("Z") || scanner.skip("z") { return 0 }
        let sign: Int64
        if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
        guard let hours = scanner.number(digits: 2...2), hours < 24 else { return nil }
        _ = scanner.skip(":")
        guard let minutes = scanner.number(digits: 2...2), minutes < 60 else { return nil }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
