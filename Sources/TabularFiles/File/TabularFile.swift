import JSONText

/// A CSV, JSON or JSON Lines file whose rows can be read any number of times.
///
/// ```swift
/// let file = try TabularFile.open("users.csv")
/// for try await row in file.rows() {
///     print(row.line, row.fields["email"] ?? .null)
/// }
/// ```
///
/// What cannot be read twice (standard input, a pipe) is first copied to a temporary file, which has no name, can be
/// reached by nobody else and goes with the value. A file at a path is opened anew for each pass; if it is not the same
/// then, or changes meanwhile, the pass throws ``TabularError/Code/changed``.
public struct TabularFile: Sendable {
    /// How errors call the file: the path as given, or `standard input`.
    public let name: String
    /// The format that was said, or told by the path's extension or the first character.
    public let format: TabularFormat
    /// The delimiter that was said or detected; nil for JSON.
    public let delimiter: CSVDelimiter?
    /// CSV: the header. JSON: the names of all members of all objects, in the order in which they first occur; to know
    /// them, opening reads the whole file.
    public let columns: [String]
    private let origin: Origin
    private let options: CSVOptions

    private enum Origin: Sendable {
        case path(String, FileIdentity)
        case spool(OpenFile)
    }

    /// Opens a file and reads its columns.
    ///
    /// - Parameters:
    ///   - path: A path, or `-` for standard input.
    ///   - format: The format; if it is not said, the path's extension tells it, and for standard input the first
    ///     character (`[` JSON, `{` JSON Lines, else CSV).
    ///   - csv: How to read CSV, if it is that.
    /// - Throws: ``TabularError`` if the file cannot be opened, its format is unknown, or its columns cannot be read.
    public static func open(
        _ path: String, format: TabularFormat? = nil, csv: CSVOptions = CSVOptions()
    ) throws(TabularError) -> TabularFile {
        try open(path, format: format, csv: csv, standardInput: OpenFile(descriptor: 0, closes: false))
    }

    static func open(
        _ path: String, format: TabularFormat?, csv: CSVOptions, standardInput: OpenFile
    ) throws(TabularError) -> TabularFile {
        let said = format ?? TabularFormat(path: path)
        if path == "-" {
            let name = ByteSource.standardInputName
            let spool = try Spool.copying(standardInput, name: name)
            return try TabularFile(
                name: name, format: said ?? TabularFormat(beginning: Spool.beginning(of: spool)), origin: .spool(spool),
                options: csv)
        }
        guard let said else {
            throw TabularError(
                .unknownFormat, file: path, message: "the name does not tell the format",
                remedy:
                    "Say whether it is CSV, TSV, JSON or JSON Lines, or rename it to end in .csv, .tsv, .json or .jsonl."
            )
        }
        let (file, identity) = try ByteSource.open(path)
        let origin: Origin =
            identity.isRegularFile ? .path(path, identity) : .spool(try Spool.copying(file, name: path))
        return try TabularFile(name: path, format: said, origin: origin, options: csv)
    }

    private init(
        name: String, format: TabularFormat, origin: Origin, options: CSVOptions
    ) throws(TabularError) {
        self.name = name
        self.format = format
        self.origin = origin
        var options = options
        switch format {
        case .json, .jsonLines:
            delimiter = nil
            columns = try Self.memberNames(Self.source(of: origin, name: name), form: Self.form(of: format))
        default:
            if format == .tsv, options.delimiter == nil { options.delimiter = .tab }
            let reader = try CSVReader(Self.source(of: origin, name: name), options: options)
            delimiter = reader.delimiter
            columns = reader.header
            options.delimiter = reader.delimiter
        }
        self.options = options
    }

    /// The file's rows, from the first. Each iteration reads the file anew.
    public func rows() -> RowSequence { RowSequence(file: self) }

    /// The file's rows as ``rows()`` gives them, for those who look at the cells of few: in a large CSV file, cells are made
    /// when they are asked for. A row keeps some hundred kilobytes of the file in memory, so it is to be passed on, not to be kept.
    package func passingRows() -> RowSequence { RowSequence(file: self, defersCells: true) }

    /// How many rows the file has, those of CSV among them that have too many or too few cells. No cell of CSV is made a text, so
    /// that it takes a fraction of a pass over ``rows()``.
    ///
    /// - Throws: ``TabularError`` if the file cannot be read to its end.
    @concurrent public func rowCount() async throws(TabularError) -> Int {
        var count = 0
        switch format {
        case .json, .jsonLines:
            for try await _ in rows() { count += 1 }
        default:
            var reader = try CSVReader(Self.source(of: origin, name: name), options: options)
            while try reader.nextOfAnyLength() { count += 1 }
        }
        return count
    }

    /// Opens the file for a pass.
    func producer() throws(TabularError) -> any RowProducer {
        let source = try Self.source(of: origin, name: name)
        return switch format {
        case .json, .jsonLines: JSONRows(JSONRowReader(source, form: Self.form(of: format)), file: name)
        case _ where isLarge: try ParallelCSVRows(source, options: options)
        default: CSVRows(try CSVReader(source, options: options))
        }
    }

    /// Whether it is a file on disk whose rows are worth a second thread.
    private var isLarge: Bool {
        guard case .path(_, let identity) = origin else { return false }
        return identity.size >= ParallelCSVRows.smallestFile
    }

    private static func source(of origin: Origin, name: String) throws(TabularError) -> ByteSource {
        switch origin {
        case .path(let path, let identity): try ByteSource(path: path, unchanged: identity)
        case .spool(let file): ByteSource(spool: file, name: name)
        }
    }

    private static func form(of format: TabularFormat) -> JSONStream.Form {
        format == .jsonLines ? .lines : .arrayElements
    }

    /// The union of the objects' names. A row's own flaws are left to the pass that reads rows.
    private static func memberNames(
        _ source: consuming ByteSource, form: JSONStream.Form
    ) throws(TabularError) -> [String] {
        let name = source.name
        var reader = JSONRowReader(source, form: form)
        var names: [String] = []
        var known: Set<String> = []
        var last: [String] = []
        while let element = try reader.next() {
            // Most objects have the names of the one before.
            guard element.object.names != last else { continue }
            last = element.object.names
            for column in last where known.insert(column).inserted {
                guard !column.allSatisfy(\.isWhitespace) else {
                    throw TabularError(
                        .unnamedColumn, file: name, line: element.line, message: "a member of the object has no name",
                        remedy: "Name it after its column, or remove it.")
                }
                names.append(column)
            }
            guard names.count <= CSVOptions.columns else {
                throw TabularError(
                    .tooManyColumns, file: name, line: element.line,
                    message: "the objects up to here have more than \(CSVOptions.columns) different names",
                    remedy: "Write what varies from row to row as values, not as names.")
            }
        }
        return names
    }
}
