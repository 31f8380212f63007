/// The parameters of a query string in their order, decoded.
struct QueryItems: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        /// The name before any brackets: `sort` for `sort[0][field]`.
        var name: String
        /// What stands in the brackets that follow: `["0", "field"]`; an empty pair gives `""`.
        var path: [String]
        var value: String
    }

    var items: [Item]

    /// Nil if a percent-encoding is broken or brackets do not match.
    init?(_ query: Substring) {
        items = []
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentText.decode(pair[0], plusIsSpace: true),
                let value = pair.count == 2 ? PercentText.decode(pair[1], plusIsSpace: true) : "",
                let item = Self.item(name, value: value)
            else { return nil }
            items.append(item)
        }
    }

    /// The values of a list parameter in any of its spellings (`fields[]=A`, `fields[0]=A`, `fields=A`); nil if it does
    /// not occur.
    func list(_ name: String) -> [String]? {
        let values = items.filter { $0.name == name && $0.path.count <= 1 }.map(\.value)
        return values.isEmpty ? nil : values
    }

    /// The last value of a plain parameter; nil if it does not occur or is empty, which is how some clients write null.
    func value(_ name: String) -> String? {
        let value = items.last { $0.name == name && $0.path.isEmpty }?.value
        return value?.isEmpty == true ? nil : value
    }

    private static func item(_ name: String, value: String) -> Item? {
        guard let bracket = name.firstIndex(of: "[") else { return Item(name: name, path: [], value: value) }
        var path: [String] = []
        var rest = name[bracket...]
        while !rest.isEmpty {
            guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
            path.append(String(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        return Item(name: String(name[..<bracket]), path: path, value: value)
    }
}
