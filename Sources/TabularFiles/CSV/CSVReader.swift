/// Reads a CSV file row by row, in constant memory.
///
/// ```swift
/// var reader = try CSVReader(ByteSource(path: "users.csv"))
/// while try reader.next() {
///     print(reader.line, reader[0])
/// }
/// ```
///
/// The text is UTF-8, with or without a byte order mark, after RFC 4180 and the habits that have grown around it: rows end
/// with CRLF, LF or CR; blank lines are skipped; cells may be quoted, and then hold delimiters, line ends and doubled
/// quotes; a quote inside a cell that does not begin with one stands for itself. Cells and column names keep their outer
/// blanks, because the service's field names and texts keep theirs. What cannot be read for certain (a row that is too
/// short or too long, two columns of one name, text after a closing quote, …) is refused with its place.
///
/// Memory is bounded by the longest row, which ``CSVOptions/cellBytes`` bounds, and some 600 KB.
public struct CSVReader: ~Copyable {
    /// How much of the file is looked at to find its delimiter.
    static let sampleBytes = 64 * 1024

    /// The file's name in errors.
    public let name: String
    /// The delimiter that was said or detected.
    public let delimiter: CSVDelimiter
    /// The column names in the order of the file, all different, none empty.
    public let header: [String]
    private var source: ByteSource
    private var scanner: CSVScanner
    private let options: CSVOptions
    private var failure: TabularError?

    /// Reads the header of `source`.
    ///
    /// - Throws: ``TabularError`` if the file is empty, or its header cannot be read.
    public init(_ source: consuming ByteSource, options: CSVOptions = CSVOptions()) throws(TabularError) {
        try self.init(source, options: options, bufferSize: ByteSource.chunkSize)
    }

    /// - Parameter bufferSize: The first size of the buffer in bytes; it grows with the rows.
    init(_ source: consuming ByteSource, options: CSVOptions, bufferSize: Int) throws(TabularError) {
        var source = source
        var window = TextWindow(capacity: bufferSize)
        try window.begin(from: &source, sample: options.delimiter == nil ? Self.sampleBytes : 0)
        let delimiter = options.delimiter ?? Self.detectedDelimiter(in: window)
        var scanner = CSVScanner(window: window, delimiter: delimiter, options: options)
        let header = try Self.readHeader(with: &scanner, from: &source, delimiter: delimiter, options: options)
        scanner.columns = header.count
        scanner.requiredCells = options.shortRows == .padded ? 0 : header.count
        name = source.name
        self.delimiter = delimiter
        self.header = header
        self.options = options
        self.source = source
        self.scanner = scanner
    }

    /// Goes to the next row; false when there is none.
    ///
    /// After an error that concerns one row (see ``TabularError/concernsOneRow``) a further call goes to the row behind it;
    /// after any other every call throws the same.
    public mutating func next() throws(TabularError) -> Bool { try advance(mayRead: true) }

    /// Goes to the next row, also if that has too many or too few cells; false when there is none.
    mutating func nextOfAnyLength() throws(TabularError) -> Bool {
        do throws(TabularError) {
            return try next()
        } catch {
            guard error.concernsOneRow else { throw error }
            return true
        }
    }

    /// Puts the next rows into a batch: those that are in memory, or, if none is, those that come next. It stays empty
    /// at the end, and has an error where rows cannot be read further.
    mutating func fill(_ batch: inout CSVBatch) {
        do throws(TabularError) {
            guard try next() else { return }
            batch.append(from: scanner)
            while !batch.isFull {
                guard try advance(mayRead: false) else { break }
                batch.append(from: scanner)
            }
        } catch {
            batch.error = error
        }
        if !batch.isEmpty { batch.keepText(of: scanner) }
    }

    /// The physical line on which the row begins, from 1; the header is a line too.
    public var line: Int { scanner.line }

    /// The number of cells in every row: that of the header's columns.
    public var count: Int { header.count }

    /// The text of a cell of the row, `""` if it is blank.
    ///
    /// - Precondition: ``next()`` was true, and `column` is below ``count``.
    public subscript(column: Int) -> String {
        precondition(column >= 0 && column < header.count, "Cell \(column) was asked of rows with \(header.count).")
        return column < scanner.count ? scanner.text(column) : ""
    }

    /// The texts of the row's cells, in the order of ``header``.
    public func cells() -> [String] { cells { $0 } }

    /// The row's cells, each made of its text.
    func cells<Value>(_ transform: (String) -> Value) -> [Value] {
        [Value](unsafeUninitializedCapacity: header.count) { values, count in
            for column in 0..<header.count {
                values.initializeElement(at: column, to: transform(column < scanner.count ? scanner.text(column) : ""))
            }
            count = header.count
        }
    }

    private mutating func advance(mayRead: Bool) throws(TabularError) -> Bool {
        if let failure { throw failure }
        do throws(TabularError) {
            return try Self.advance(&scanner, from: &source, header: header, options: options, mayRead: mayRead)
        } catch {
            if !error.concernsOneRow { failure = error }
            throw error
        }
    }

    /// - Parameter mayRead: Whether to read on where the next row is not in memory as a whole; if not, that counts as
    ///   the end.
    private static func advance(
        _ scanner: inout CSVScanner, from source: inout ByteSource, header: [String], options: CSVOptions,
        mayRead: Bool = true
    ) throws(TabularError) -> Bool {
        while true {
            switch scanner.advance() {
            case .row: return true
            case .end: return false
            case .needsBytes:
                guard mayRead else { return false }
                try scanner.fill(from: &source)
            case .problem(let problem):
                let position = problem.position(in: scanner.window.bytes)
                let context = CSVProblem.Context(
                    file: source.name, header: header, count: scanner.count, options: options,
                    flaw: scanner.window.flaw)
                throw problem.error(in: context, line: position.line, column: position.column)
            }
        }
    }

    private static func readHeader(
        with scanner: inout CSVScanner, from source: inout ByteSource, delimiter: CSVDelimiter, options: CSVOptions
    ) throws(TabularError) -> [String] {
        guard try advance(&scanner, from: &source, header: [], options: options) else {
            throw TabularError(
                .empty, file: source.name, message: "the file is empty, but a CSV file begins with a header line",
                remedy: "Write the column names into its first line.")
        }
        let names = (0..<scanner.count).map { scanner.text($0) }
        if let flaw = HeaderFlaw(names, delimiter: delimiter) {
            let (line, column) = scanner.position(ofCell: flaw.column)
            throw flaw.error(file: source.name, line: line, column: column)
        }
        return names
    }

    private static func detectedDelimiter(in window: borrowing TextWindow) -> CSVDelimiter {
        let count = min(window.checked - window.start, sampleBytes)
        let sample = UnsafeBufferPointer(start: UnsafePointer(window.bytes + window.start), count: max(0, count))
        return .detected(in: sample, isWhole: window.isComplete && window.checked - window.start <= sampleBytes)
    }
}
