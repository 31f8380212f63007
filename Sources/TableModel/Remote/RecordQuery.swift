public import FoundationEssentials

/// Which records to read, and which of their cells.
public struct RecordQuery: Sendable, Hashable {
    /// Which records a query selects.
    public enum Filter: Sendable, Hashable {
        /// Every record, or every one of ``RecordQuery/view``.
        case all
        /// The records of these ids, as far as they exist.
        case ids([RecordID])
        /// Records whose key is one of these; each key has one value for each of the key's fields, in their order.
        case keys([[FieldValue]], of: [KeyField])
        /// Records created at or after that moment by the service's clock.
        case created(since: Date)
        /// Records created or modified at or after that moment by the service's clock, without those that only own writes
        /// modified since. Where the clocks' whole seconds leave it open, a record comes along.
        case modified(since: Date, except: [OwnWrite] = [])
        /// A formula in the service's own language.
        case formula(String)
    }

    /// Which records are read.
    public var filter: Filter
    /// A formula in the service's own language that must hold besides; nil for none.
    public var scope: String?
    /// The fields to read; nil reads all.
    public var fields: [String]?
    /// A view's id or name, to read only what it shows.
    public var view: String?

    /// Makes a query; the defaults read the whole table.
    public init(_ filter: Filter = .all, scope: String? = nil, fields: [String]? = nil, view: String? = nil) {
        self.filter = filter
        self.scope = scope
        self.fields = fields
        self.view = view
    }
}
