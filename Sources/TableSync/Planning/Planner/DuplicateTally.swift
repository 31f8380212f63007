/// Rows that share a key with an earlier row: how many there are, and the lines of the first groups.
struct DuplicateTally: Sendable {
    /// Groups that are named, and lines that are named of each.
    private static let named = 10

    private(set) var rows = 0
    /// By their keys: rows of several keys may stand on one line.
    private var groups: [Fingerprint: [Int]] = [:]
    private var hasMore = false

    mutating func add(_ line: Int, after first: Int, of key: Fingerprint) {
        rows += 1
        if let lines = groups[key] {
            if lines.count < Self.named { groups[key] = lines + [line] }
        } else if groups.count < Self.named {
            groups[key] = [first, line]
        } else {
            hasMore = true
        }
    }

    /// The lines of the groups, as in `2 and 7; 3, 9 and 11`.
    var text: String {
        let lists = groups.values.sorted { $0.lexicographicallyPrecedes($1) }.map { Listing.text($0.map(String.init)) }
        return lists.joined(separator: "; ") + (hasMore ? "; …" : "")
    }
}
