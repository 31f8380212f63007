/// The cells of one record or row by field name, in order; names are unique.
///
/// Look-up is linear. Rows of one source share the array of names, so a row costs the memory of its values alone.
public struct Fields: Sendable {
    /// The names of the cells, in order.
    public private(set) var names: [String]
    /// The values of the cells; each stands at the place of its name in ``names``.
    public private(set) var values: [FieldValue]

    /// Makes fields without cells.
    public init() {
        names = []
        values = []
    }

    /// Makes fields of `cells`; of several cells with one name the last value stands, in the first one's place.
    public init(_ cells: some Sequence<(String, FieldValue)>) {
        self.init()
        for (name, value) in cells { self[name] = value }
    }

    /// Makes fields of two arrays of equal length.
    ///
    /// - Precondition: `names` and `values` have the same length, and no name occurs twice. Only the lengths are
    ///   checked, because this is called for every row of a file.
    public init(uniqueNames names: [String], values: [FieldValue]) {
        precondition(names.count == values.count, "\(names.count) field names were given \(values.count) values.")
        self.names = names
        self.values = values
    }

    /// The number of cells.
    public var count: Int { names.count }
    /// Whether there are no cells.
    public var isEmpty: Bool { names.isEmpty }

    /// The value of a cell; assigning nil removes it, assigning to an absent name appends it.
    public subscript(name: String) -> FieldValue? {
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

extension Fields: Sequence {
    /// The cells in order.
    public func makeIterator() -> Zip2Sequence<[String], [FieldValue]>.Iterator { zip(names, values).makeIterator() }
}

extension Fields: Hashable {
    /// Equal when the same names have the same values; order does not matter.
    public static func == (left: Fields, right: Fields) -> Bool {
        if left.names == right.names { return left.values == right.values }
        return left.count == right.count && left.allSatisfy { name, value in right[name] == value }
    }

    /// Hashes the cells, whatever their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (name, value) in self {
            var cell = Hasher()
            cell.combine(name)
            cell.combine(value)
            sum ^= cell.finalize()
        }
        hasher.combine(sum)
    }
}

extension Fields: ExpressibleByDictionaryLiteral {
    /// Makes fields of a literal; of several cells with one name the last value stands.
    public init(dictionaryLiteral elements: (String, FieldValue)...) { self.init(elements) }
}
