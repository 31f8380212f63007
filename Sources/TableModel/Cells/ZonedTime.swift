/// A time as a dateTime field of a certain time zone understands it.
struct ZonedTime {
    /// The instant in the service's own form, `2026-03-01T09:30:00.000Z`, or, when only the service knows the instant,
    /// the same form without `Z`; nil if the year is beyond what the service keeps.
    let text: String?

    /// `zone` is the field's `timeZone` option: `utc`, `client` or an IANA name; nil if the schema does not say. A time
    /// without an offset is UTC in the first two (airtable-api.md 4.4); in the others the service has to work it out.
    init(_ time: CivilTime, zone: String?) {
        let instant = CivilTime.text(millisecondsSince1970: time.millisecondsSince1970)
        let isCertain = time.offset != nil || zone == "utc" || zone == "client"
        text = isCertain ? instant : instant.map { String($0.dropLast()) }
    }
}
