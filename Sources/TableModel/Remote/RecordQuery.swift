public import FoundationEssentials

/// Which records to read, and which of their cells.
public struct RecordQuery: Sendable, Hashable {
    public enum Filter: Sendable, Hashable {
        case all
        case ids([RecordID])
        /// Records whose key is one of these; each key has one value for each of the key's fields, in their order.
        case keys([[FieldValue]], of: [KeyField])
        /// Records created at or after that moment by the service's clock.
        case created(since: Date)
        /// A formula in the service's own language.
        case formula(String)
    }

    public var filter: Filter
    /// The fields to read; nil reads all.
    public var fields: [String]?
    /// A view's id or name, to read only what it shows.
    public var view: String?

    public init(_ filter: Filter = .all, fields: [String]? = nil, view: String? = nil) {
        self.filter = filter
        self.fields = fields
        self.view = view
    }
}

/// A field of a key, with the type that decides how it is compared.
public struct KeyField: Sendable, Hashable {
    public var name: String
    public var type: FieldType

    public init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }
}

/// Where the next page begins; opaque, and good only for the query that gave it.
public struct PageCursor: Sendable, Hashable {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// One page of a read.
public struct RecordPage: Sendable, Hashable {
    public var records: [Record]
    /// Where the next page begins; nil on the last one.
    public var next: PageCursor?
    /// The service's clock when it answered (its Date header, whole seconds), if it said so.
    public var serverTime: Date?

    public init(records: [Record], next: PageCursor? = nil, serverTime: Date? = nil) {
        self.records = records
        self.next = next
        self.serverTime = serverTime
    }
}
