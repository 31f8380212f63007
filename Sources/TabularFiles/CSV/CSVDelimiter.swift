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

    public static let comma = CSVDelimiter(byte: UInt8(ascii: ","))
    /// What spreadsheets write where the comma is the decimal sign.
    public static let semicolon = CSVDelimiter(byte: UInt8(ascii: ";"))
    public static let tab = CSVDelimiter(byte: UInt8(ascii: "\t"))
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
    /// The delimiter of a file that begins with `sample`: of those that occur in the header, the one under which most
    /// of the following rows have as many cells as the header; of equals, the one that makes most columns, then the one
    /// that comes first in ``candidates``. Comma if none occurs (a file of one column).
    ///
    /// - Parameter isWhole: Whether the sample is the whole file; otherwise its last row is left out.
    static func detected(in sample: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> CSVDelimiter {
        var best = (delimiter: comma, share: -1.0, columns: 0)
        for candidate in candidates {
            let counts = cellCounts(in: sample, delimiter: candidate.byte, isWhole: isWhole)
            guard let columns = counts.first, columns > 1 else { continue }
            let rows = counts.dropFirst()
            let share = rows.isEmpty ? 0 : Double(rows.count { $0 == columns }) / Double(rows.count)
            if (share, columns) > (best.share, best.columns) { best = (candidate, share, columns) }
        }
        return best.delimiter
    }

    /// The numbers of cells in the rows of a sample, blank lines left out, at most the first 50.
    private static func cellCounts(in sample: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isWhole: Bool) -> [Int] {
        var counts: [Int] = []
        var cells = 1
        var cellStart = 0
        var rowStart = 0
        var isQuoted = false
        for (place, byte) in sample.enumerated() {
            switch byte {
            case .quote where isQuoted: isQuoted = false
            // A quote opens a cell at its start, and goes on with it after the first of a pair.
            case .quote where place == cellStart || sample[place - 1] == .quote: isQuoted = true
            case _ where isQuoted: break
            case delimiter:
                cells += 1
                cellStart = place + 1
            case .carriageReturn, .lineFeed:
                if place > rowStart { counts.append(cells) }
                cells = 1
                cellStart = place + 1
                rowStart = place + 1
                if counts.count == 50 { return counts }
            default: break
            }
        }
        // Without a single whole row, half a header is better than none.
        if rowStart < sample.count, isWhole || counts.isEmpty { counts.append(cells) }
        return counts
    }
}
