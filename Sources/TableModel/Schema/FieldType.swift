/// The type of a field, by the name that the service's schema gives it.
///
/// The list is open: the service adds types without notice, and an unknown one is data, not an error.
public struct FieldType: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(_ rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    public static let singleLineText = FieldType("singleLineText")
    public static let multilineText = FieldType("multilineText")
    public static let richText = FieldType("richText")
    public static let email = FieldType("email")
    public static let url = FieldType("url")
    public static let phoneNumber = FieldType("phoneNumber")
    public static let number = FieldType("number")
    public static let currency = FieldType("currency")
    public static let percent = FieldType("percent")
    public static let duration = FieldType("duration")
    public static let rating = FieldType("rating")
    public static let checkbox = FieldType("checkbox")
    public static let singleSelect = FieldType("singleSelect")
    public static let multipleSelects = FieldType("multipleSelects")
    public static let date = FieldType("date")
    public static let dateTime = FieldType("dateTime")
    public static let multipleRecordLinks = FieldType("multipleRecordLinks")
    public static let multipleAttachments = FieldType("multipleAttachments")
    public static let singleCollaborator = FieldType("singleCollaborator")
    public static let multipleCollaborators = FieldType("multipleCollaborators")
    public static let barcode = FieldType("barcode")
    public static let autoNumber = FieldType("autoNumber")
    public static let createdTime = FieldType("createdTime")
    public static let lastModifiedTime = FieldType("lastModifiedTime")
    public static let createdBy = FieldType("createdBy")
    public static let lastModifiedBy = FieldType("lastModifiedBy")
    public static let formula = FieldType("formula")
    public static let rollup = FieldType("rollup")
    public static let count = FieldType("count")
    public static let multipleLookupValues = FieldType("multipleLookupValues")
    public static let button = FieldType("button")
    public static let aiText = FieldType("aiText")
    public static let externalSyncSource = FieldType("externalSyncSource")
}
