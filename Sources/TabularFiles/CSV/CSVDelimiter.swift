/// The byte between the cells of a CSV row.
public struct CSVDelimiter: Sendable, Hashable {
    let byte: UInt8

    private init(byte: UInt8) { self.byte = byte }

    /// Takes any ASCII character but a quote, a line end and NUL; nil for others.
    public init?(_ character: Character) {
        guard let byte = character.asciiValue, character != "\r\n",
            ![0, .quote, .carriageReturn, .lineFeed].contains(byte)
        else { return nil }
        self.byte = byte
    }

    /// `,`, as RFC 4180 has it.
    public static let comma = CSVDelimiter(byte: UInt8(ascii: ","))
    /// What spreadsheets write where the comma is the decimal sign.
    public static let semicolon = CSVDelimiter(byte: UInt8(ascii: ";"))
    /// The tab, as in .tsv files.
    public static let tab = CSVDelimiter(byte: UInt8(ascii: "\t"))
    /// `|`.
    public static let pipe = CSVDelimiter(byte: UInt8(ascii: "|"))

    /// The delimiters that are detected, the likeliest first.
    static let candidates = [comma, semicolon, tab, pipe]

    /// The delimiter as it is written.
    public var character: Character { Character(UnicodeScalar(byte)) }

    /// The delimiter's name, or the character itself, for messages.
    var described: String {
        switch self {
        case .comma: "comma"
        case .semicolon: "semicolon"
        case .tab: "tab"
        case .pipe: "vertical bar"
        default: "\"\(character)\""
        }
    }
}

extension CSVDelimiter {
    /// The delimiter of a file that begins with `sample`: of those that occur in the header, the one that occurs as often
    /// in most of the rows after it; of equals, the one that makes most columns, then the one that comes first in
    /// ``candidates``. Comma if none occurs (a file of one column).
    ///
    /// - Parameter isWhole: Whether the sample is the whole file; otherwise its last row is left out.
    static func detected(in sample: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> CSVDelimiter {
        let rows = delimiterCounts(in: sample, isWhole: isWhole)
        guard let header = rows.first else { return comma }
        var best = (delimiter: comma, share: -1.0, count: 0)
        for (index, candidate) in candidates.enumerated() where header[index] > 0 {
            let agreeing = rows.count { $0[index] == header[index] }
            let share = Double(agreeing) / Double(rows.count)
            if (share, header[index]) > (best.share, best.count) { best = (candidate, share, header[index]) }
        }
        return best.delimiter
    }

    /// How often each candidate stands outside quotes in the rows of a sample: at most 50, blank lines left out.
    ///
    /// Quotes open after any candidate, so that what is quoted for one delimiter does not count for another.
    private static func delimiterCounts(in sample: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> [[Int]] {
        let none = [Int](repeating: 0, count: candidates.count)
        var rows: [[Int]] = []
        var row = none
        var rowStart = 0
        var cellStart = 0
        var closingQuote = -1
        var isQuoted = false
        for (place, byte) in sample.enumerated() {
            if byte == .quote {
                // A quote opens a cell at its start, and goes on with it as the second of a pair.
                if isQuoted { closingQuote = place }
                isQuoted = !isQuoted && (place == cellStart || place - 1 == closingQuote)
            } else if isQuoted {
                continue
            } else if byte == .carriageReturn || byte == .lineFeed {
                if place > rowStart { rows.append(row) }
                if rows.count == 50 { return rows }
                row = none
                rowStart = place + 1
                cellStart = place + 1
            } else if let index = candidates.firstIndex(where: { $0.byte == byte }) {
                row[index] += 1
                cellStart = place + 1
            }
        }
        // Without a single whole row, half a header is better than none.
        if rowStart < sample.count, isWhole || rows.isEmpty { rows.append(row) }
        return rows
    }
}
