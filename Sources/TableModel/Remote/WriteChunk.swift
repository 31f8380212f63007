/// The writes of one request, at most ``RemoteLimits/recordsPerWrite`` of them.
public struct WriteChunk: Sendable, Hashable {
    /// What is done with the elements of a chunk.
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

    /// One record of a chunk.
    public struct Element: Sendable, Hashable {
        /// The record that is meant; nil for one that is created or matched by key.
        public var id: RecordID?
        /// The cells to write; `.null` clears one.
        public var fields: Fields

        /// Makes an element of an id, cells, or both.
        public init(id: RecordID? = nil, fields: Fields = Fields()) {
            self.id = id
            self.fields = fields
        }
    }

    /// What is done with the elements.
    public var verb: Verb
    /// The records, in the order in which the answer gives them.
    public var elements: [Element]
    /// Whether the service may convert strings to the field's type, creating choices and linked records as it goes.
    public var typecast: Bool

    /// Makes a chunk; how many elements a service takes is for the caller to keep to.
    public init(_ verb: Verb, _ elements: [Element], typecast: Bool = false) {
        self.verb = verb
        self.elements = elements
        self.typecast = typecast
    }
}
