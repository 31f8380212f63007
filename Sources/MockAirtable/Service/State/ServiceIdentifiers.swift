import TableModel

/// The id of a choice of a select field, `sel…`.
struct ChoiceID: PrefixedIdentifier {
    static let prefix = "sel"
    let rawValue: String
    init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a view, `viw…`.
struct ViewID: PrefixedIdentifier {
    static let prefix = "viw"
    let rawValue: String
    init(unchecked rawValue: String) { self.rawValue = rawValue }
}

/// The id of a running list, `itr…`, the first half of an offset.
struct IteratorID: PrefixedIdentifier {
    static let prefix = "itr"
    let rawValue: String
    init(unchecked rawValue: String) { self.rawValue = rawValue }
}
