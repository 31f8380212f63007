/// A choice of a select field.
struct Choice: Sendable, Hashable {
    var id: ChoiceID
    var name: String
    var color: String?
}

/// A pair of names by which the service describes how dates or times are shown (airtable-api.md 7.4).
struct DisplayFormat: Sendable, Hashable {
    var name: String
    var format: String

    static let dates = [
        DisplayFormat(name: "local", format: "l"), DisplayFormat(name: "friendly", format: "LL"),
        DisplayFormat(name: "us", format: "M/D/YYYY"), DisplayFormat(name: "european", format: "D/M/YYYY"),
        DisplayFormat(name: "iso", format: "YYYY-MM-DD"),
    ]
    static let times = [
        DisplayFormat(name: "12hour", format: "h:mma"), DisplayFormat(name: "24hour", format: "HH:mm"),
    ]
}

/// How a `dateTime` field shows instants, and the zone in which it takes local times.
struct DateTimeOptions: Sendable, Hashable {
    var date: DisplayFormat
    var time: DisplayFormat
    /// `utc`, `client` or an IANA name.
    var zone: String
    /// UTC for `utc` and `client` (airtable-api.md 4.4).
    var rules: TimeZoneRules
}

/// What a field's type needs to know beside its name (airtable-api.md 7.4).
enum FieldOptions: Sendable, Hashable {
    case none
    /// number and percent
    case decimals(Int)
    case currency(decimals: Int, symbol: String)
    case duration(format: String)
    case rating(icon: String, max: Int, color: String)
    case checkbox(icon: String, color: String)
    case choices([Choice])
    case date(DisplayFormat)
    case dateTime(DateTimeOptions)
    case links(LinkOptions)

    /// The choices of a select field; empty for other types.
    var choices: [Choice] {
        if case .choices(let choices) = self { choices } else { [] }
    }
}
