/// How cells are read.
public enum CellFormat: Sendable, Hashable {
    /// As values of the field's type.
    case json
    /// As the text that the service's own display shows, for that time zone (`Europe/Berlin`) and locale (`en-gb`). The
    /// text is for people: the service may change it at any time.
    case text(timeZone: String, userLocale: String)
}
