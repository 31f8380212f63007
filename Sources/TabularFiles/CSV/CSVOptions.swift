/// How a CSV file is read.
public struct CSVOptions: Sendable, Hashable {
    /// What to do with a row that has fewer cells than the header has columns.
    public enum ShortRows: Sendable, Hashable {
        /// Refuse it. A row that lost a delimiter has its cells in wrong columns, and nothing else tells.
        case refused
        /// Take the missing cells at its end as blank.
        case padded
    }

    /// The byte between cells; nil to detect comma, semicolon, tab or vertical bar from the first 64 KiB.
    public var delimiter: CSVDelimiter?
    /// What to do with short rows; by default they are refused. Rows that are too long always are.
    public var shortRows: ShortRows
    /// The longest cell, in bytes as it stands in the file. 16 MiB by default, far over the 100,000 characters that
    /// the service takes; a quote that is never closed then shows before memory is full. Between 1 byte and 256 MiB.
    public var cellBytes: Int {
        didSet { cellBytes = Self.allowed(cellBytes) }
    }

    /// The longest row: four cells of the greatest length, and something for short ones.
    var rowBytes: Int { cellBytes * 4 + 1024 }

    /// The most columns a file may have; the service allows 500 fields in a table.
    static let columns = 10_000

    /// Makes options; the defaults read a file as RFC 4180 has it, with a delimiter that is found out.
    public init(delimiter: CSVDelimiter? = nil, shortRows: ShortRows = .refused, cellBytes: Int = 16 * 1024 * 1024) {
        self.delimiter = delimiter
        self.shortRows = shortRows
        self.cellBytes = Self.allowed(cellBytes)
    }

    private static func allowed(_ bytes: Int) -> Int { min(max(bytes, 1), 256 * 1024 * 1024) }
}
