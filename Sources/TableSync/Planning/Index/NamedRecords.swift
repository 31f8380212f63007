/// Which records rows have named, and on which lines: four bytes a record.
struct NamedRecords: Sendable {
    /// The line of the row that named the record at each place; 0 if none did.
    private var lines: [UInt32]
    private(set) var count = 0

    /// - Parameter total: How many records there are.
    init(of total: Int) { lines = Array(repeating: 0, count: total) }

    /// How many records no row named.
    var countUnnamed: Int { lines.count - count }

    /// The line of the row that named the record; nil if none did.
    func line(_ place: Int) -> Int? { lines[place] == 0 ? nil : Int(lines[place]) }

    /// Notes that the row on `line` names the record.
    mutating func insert(_ place: Int, line: Int) {
        if lines[place] == 0 { count += 1 }
        lines[place] = max(1, UInt32(clamping: line))
    }
}
