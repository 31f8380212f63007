import TestSupport

extension SeededGenerator {
    /// A text of up to `length` of the given parts.
    mutating func text(of parts: [String], length: Int) -> String {
        (0..<Int.random(in: 0...length, using: &self)).map { _ in parts.randomElement(using: &self) ?? "" }.joined()
    }
}

/// What makes cells hard to write and read back.
let hardParts = [
    "a", "word", " ", "\t", ",", ";", "|", ":", "\"", "\"\"", "\n", "\r", "\r\n", "é", "e\u{301}", "名", "🌙", "\u{FEFF}",
    "0123456789abcdef", "'", "\\",
]

/// A table of random texts with column names that are different and not blank.
struct RandomTable {
    var columns: [String]
    var rows: [[String]]

    init(seed: Int) {
        var random = SeededGenerator(seed: seed)
        var columns: [String] = []
        for column in 0..<Int.random(in: 1...6, using: &random) {
            columns.append(random.text(of: hardParts, length: 4) + "\(column)")
        }
        self.columns = columns
        rows = (0..<Int.random(in: 0...12, using: &random)).map { _ in
            columns.map { _ in random.text(of: hardParts, length: 6) }
        }
    }
}
