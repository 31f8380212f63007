/// What a request asks for; the name under which it is logged and by which faults pick it.
public enum RequestVerb: String, Sendable, Hashable, CaseIterable {
    case whoami, listBases, createBase
    case readSchema, createTable, updateTable, createField, updateField
    case list, get
    case create
    /// PATCH by id, one record or several.
    case update
    /// PUT by id, one record or several.
    case replace
    /// PATCH or PUT with `performUpsert`.
    case upsert
    case delete
    /// An address that the service does not know.
    case unknown

    /// The verbs that change records.
    public static let recordWrites: Set<RequestVerb> = [.create, .update, .replace, .upsert, .delete]
}
