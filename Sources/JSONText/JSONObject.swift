/// The members of a JSON object in the order in which they were written; names are unique.
///
/// Look-up is linear: objects on our wires have tens of members, and for those a scan is faster than hashing.
public struct JSONObject: Sendable, Hashable {
    public private(set) var names: [String]
    public private(set) var values: [JSONValue]

    public init() {
        names = []
        values = []
    }

    /// Makes an object of `members`; of several members with one name the last value stands, in the first one's place.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.init()
        for (name, value) in members { self[name] = value }
    }

    /// Makes an object of members that the caller knows to have different names (the reader checks them as it goes).
    init(uniqueNames names: [String], values: [JSONValue]) {
        self.names = names
        self.values = values
    }

    public var count: Int { names.count }
    public var isEmpty: Bool { names.isEmpty }

    /// The value of a member; assigning nil removes it, assigning to an absent name appends it.
    public subscript(name: String) -> JSONValue? {
        get { names.firstIndex(of: name).map { values[$0] } }
        set {
            switch (names.firstIndex(of: name), newValue) {
            case (let index?, let value?): values[index] = value
            case (let index?, nil):
                names.remove(at: index)
                values.remove(at: index)
            case (nil, let value?):
                names.append(name)
                values.append(value)
            case (nil, nil): break
            }
        }
    }
}

extension JSONObject: Sequence {
    /// The members in order.
    public func makeIterator() -> Zip2Sequence<[String], [JSONValue]>.Iterator { zip(names, values).makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
