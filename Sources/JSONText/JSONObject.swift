/// The members of a JSON object in the order in which they were written; names are unique.
///
/// Two names are the same if their scalars are: "é" written as one scalar and as two are two names (RFC 8259, section
/// 8.3). Two objects are equal if they have equal members in the same order.
///
/// Look-up is linear: objects on our wires have tens of members, and for those a scan is faster than hashing.
public struct JSONObject: Sendable, Hashable {
    /// The names of the members, in order.
    public private(set) var names: [String]
    /// The values of the members; each stands at the place of its name in ``names``.
    public private(set) var values: [JSONValue]

    /// Makes an object without members.
    public init() {
        names = []
        values = []
    }

    /// Makes an object of `members`; of several members with one name the last value stands, in the first one's place.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.init()
        var places: [ExactName: Int] = [:]
        for (name, value) in members {
            if let place = places[ExactName(name)] {
                values[place] = value
            } else {
                places[ExactName(name)] = count
                names.append(name)
                values.append(value)
            }
        }
    }

    /// Makes an object of members that the caller knows to have different names (the reader checks them as it goes).
    init(uniqueNames names: [String], values: [JSONValue]) {
        self.names = names
        self.values = values
    }

    /// The number of members.
    public var count: Int { names.count }

    /// Whether there are no members.
    public var isEmpty: Bool { names.isEmpty }

    /// The value of a member; assigning nil removes it, assigning to an absent name appends it.
    public subscript(name: String) -> JSONValue? {
        get { index(of: name).map { values[$0] } }
        set {
            switch (index(of: name), newValue) {
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

    private func index(of name: String) -> Int? {
        let name = ExactName(name)
        return names.firstIndex { ExactName($0) == name }
    }
}

extension JSONObject: Sequence {
    /// The members in order.
    public func makeIterator() -> Zip2Sequence<[String], [JSONValue]>.Iterator { zip(names, values).makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
