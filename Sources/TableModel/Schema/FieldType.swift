/// The type of a field, by the name that the service's schema gives it.
///
/// The list is open: the service adds types without notice, and an unknown one is data, not an error.
public struct FieldType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The name in the schema, such as `singleLineText`.
    public let rawValue: String
    /// Makes a type of any name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Makes a type of any name.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// The name in the schema.
    public var description: String { rawValue }

    /// One line of text.
    public static let singleLineText = FieldType("singleLineText")
    /// Text of any number of lines.
    public static let multilineText = FieldType("multilineText")
    /// Text with Markdown, which the service writes anew in its own style.
    public static let richText = FieldType("richText")
    /// An e-mail address, not checked by the service.
    public static let email = FieldType("email")
    /// A web address, not checked by the service.
    public static let url = FieldType("url")
    /// A telephone number, not checked by the service.
    public static let phoneNumber = FieldType("phoneNumber")
    /// A number, shown with a fixed count of decimals but stored whole.
    public static let number = FieldType("number")
    /// A number shown with a currency symbol.
    public static let currency = FieldType("currency")
    /// A number shown as a percentage; the cell is the fraction, 0.5 for 50 %.
    public static let percent = FieldType("percent")
    /// A span of time; the cell is its seconds, perhaps with a fraction.
    public static let duration = FieldType("duration")
    /// A count of stars, from 1 to at most 10.
    public static let rating = FieldType("rating")
    /// A tick; the cell is true or absent, never false.
    public static let checkbox = FieldType("checkbox")
    /// One of a list of choices; the cell is its name.
    public static let singleSelect = FieldType("singleSelect")
    /// Several of a list of choices; the cell is a list of names.
    public static let multipleSelects = FieldType("multipleSelects")
    /// A day without a time zone, `YYYY-MM-DD`.
    public static let date = FieldType("date")
    /// An instant with milliseconds, always read in UTC.
    public static let dateTime = FieldType("dateTime")
    /// Links to records of a table; the cell is a list of their ids.
    public static let multipleRecordLinks = FieldType("multipleRecordLinks")
    /// Files; the cell is a list of objects whose addresses change with every read.
    public static let multipleAttachments = FieldType("multipleAttachments")
    /// A user; the cell is an object of id, e-mail address and name.
    public static let singleCollaborator = FieldType("singleCollaborator")
    /// Several users; the cell is a list of objects.
    public static let multipleCollaborators = FieldType("multipleCollaborators")
    /// A barcode; the cell is an object of its text and perhaps its type.
    public static let barcode = FieldType("barcode")
    /// A number that the service counts up. Computed.
    public static let autoNumber = FieldType("autoNumber")
    /// When the record was created. Computed.
    public static let createdTime = FieldType("createdTime")
    /// When the record, or certain fields of it, changed last. Computed.
    public static let lastModifiedTime = FieldType("lastModifiedTime")
    /// Who created the record. Computed.
    public static let createdBy = FieldType("createdBy")
    /// Who changed the record last. Computed.
    public static let lastModifiedBy = FieldType("lastModifiedBy")
    /// What a formula makes of the record's other cells; text, a number, a Boolean, a list or an error. Computed.
    public static let formula = FieldType("formula")
    /// What a formula makes of linked records' cells. Computed.
    public static let rollup = FieldType("rollup")
    /// How many records a link field links to; 0 is present. Computed.
    public static let count = FieldType("count")
    /// Cells of linked records, always as a list. Computed.
    public static let multipleLookupValues = FieldType("multipleLookupValues")
    /// A button; the cell is an object of its label and address. Computed.
    public static let button = FieldType("button")
    /// Text that the service generates; the cell is an object with its state. Computed.
    public static let aiText = FieldType("aiText")
    /// Where a synchronised record comes from. Computed.
    public static let externalSyncSource = FieldType("externalSyncSource")
}
