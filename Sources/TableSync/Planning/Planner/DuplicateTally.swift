/// Rows that share a key with an earlier row: how many there are, and the lines of the first groups.
struct DuplicateTally: Sendable {
    /// Groups that are named, and lines that are named of each.
    private static let named = 10

    private(set) var rows = 0
    /// By their first lines.
    private var groups: [Int: [Int]] = [:]
    private var hasMore = false

    mutating func add(_ line: Int, after first: Int) {
        rows += 1
        if let lines = groups[first] {
            if lines.count < Self.named { groups[first] = lines + [line] }
        } else if groups.count < Self.named {
            groups[first] = [first, line]
        } else {
            hasMore = true
        }
    }

    /// The lines of the groups, as in `2 and 7; 3, 9 and 11`.
    var text: String {
        let lists = groups.sorted { $0.key < $1.key }.map { Listing.text($0.value.map(String.init)) }
        return lists.joined(separator: "; ") + (hasMore ? "; …" : "")
    }
}
