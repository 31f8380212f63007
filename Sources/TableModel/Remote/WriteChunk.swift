public import FoundationEssentials

/// The writes of one request, at most ``RemoteLimits/recordsPerWrite`` of them.
public struct WriteChunk: Sendable, Hashable {
    public enum Verb: Sendable, Hashable {
        /// Creates a record for each element.
        case create
        /// Changes the cells that are mentioned and leaves the others. Every element has an id.
        case update
        /// Clears the writable cells that are not mentioned. Every element has an id.
        case replace
        /// An element with an id is updated by it; one without is matched by these fields, and created if none matches.
        case upsert(matching: [String])
        /// Deletes the records; the elements have ids, their fields are ignored.
        case delete
    }

    public struct Element: Sendable, Hashable {
        public var id: RecordID?
        public var fields: Fields

        public init(id: RecordID? = nil, fields: Fields = Fields()) {
            self.id = id
            self.fields = fields
        }
    }

    public var verb: Verb
    public var elements: [Element]
    /// Whether the service may convert strings to the field's type, creating choices and linked records as it goes.
    public var typecast: Bool

    public init(_ verb: Verb, _ elements: [Element], typecast: Bool = false) {
        self.verb = verb
        self.elements = elements
        self.typecast = typecast
    }
}

/// What the service answered to a chunk that it applied.
public struct WriteAnswer: Sendable, Hashable {
    /// One record for each element, in the order of the elements; empty for deletes.
    public var records: [Record]
    /// The ids that the request created. For an upsert, as the service says; for a create, all; else none.
    public var created: Set<RecordID>
    /// The ids that a delete removed.
    public var deleted: Set<RecordID>
    /// The service's clock when it answered (its Date header, whole seconds), if it said so.
    public var serverTime: Date?

    public init(
        records: [Record] = [], created: Set<RecordID> = [], deleted: Set<RecordID> = [], serverTime: Date? = nil
    ) {
        self.records = records
        self.created = created
        self.deleted = deleted
        self.serverTime = serverTime
    }
}
