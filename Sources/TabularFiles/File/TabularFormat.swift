/// How rows are written down in a file.
public struct TabularFormat: Sendable, Hashable {
    private let name: String

    /// Comma-separated values, or with another delimiter (detected if not said), with a header.
    public static let csv = TabularFormat(name: "CSV")
    /// CSV whose delimiter is the tab.
    public static let tsv = TabularFormat(name: "TSV")
    /// One JSON array of objects.
    public static let json = TabularFormat(name: "JSON")
    /// JSON Lines (NDJSON): one object on a line.
    public static let jsonLines = TabularFormat(name: "JSON Lines")

    private init(name: String) { self.name = name }

    /// The format that a file's extension tells: `.csv`, `.tsv`, `.json`, `.jsonl` or `.ndjson`, in any case; nil for
    /// others.
    public init?(path: String) {
        let file = path.split(separator: "/").last ?? ""
        switch file.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased() {
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "json": self = .json
        case "jsonl", "ndjson": self = .jsonLines
        default: return nil
        }
    }

    /// The format that the beginning of a text tells: an array begins a JSON text, an object JSON Lines, all else is
    /// the header of a CSV file.
    init(beginning bytes: some Sequence<UInt8>) {
        switch bytes.first(where: { !Self.isBlank($0) }) {
        case UInt8(ascii: "["): self = .json
        case UInt8(ascii: "{"): self = .jsonLines
        default: self = .csv
        }
    }

    /// White space, and the bytes of a byte order mark.
    private static func isBlank(_ byte: UInt8) -> Bool {
        [UInt8(ascii: " "), UInt8(ascii: "\t"), .carriageReturn, .lineFeed, 0xEF, 0xBB, 0xBF].contains(byte)
    }
}

extension TabularFormat: CustomStringConvertible {
    /// The format's name: `CSV`, `TSV`, `JSON`, `JSON Lines`.
    public var description: String { name }
}
