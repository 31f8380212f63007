import Locking
import TableModel
import TabularFiles

/// Gathers the rows that fail, and writes them into a file that can be mended and pushed as it is.
///
/// A row has the cells that it had, and in four columns of the file's own where it stood and why it failed. Memory grows with the
/// failures, not with the rows.
final class FailedFile: Sendable {
    /// The file's own columns, which a push leaves out.
    static let columns = ["_line", "_code", "_field", "_message"]

    /// Why a row failed; of several reasons the first has the code and the field.
    struct Failure: Sendable, Hashable {
        let code: String
        let field: String?
        var message: String
    }

    /// What became of the rows that failed.
    struct Written: Sendable, Hashable {
        /// Rows in the file.
        var rows = 0
        /// Rows that could not be put there: their cells do not fit the columns, or others stand on the same line.
        var leftOut = 0
    }

    /// What became of the rows that are not in the file.
    enum Others: Sendable, Hashable {
        /// All of them were written, or needed nothing.
        case written
        /// None is in the table for this command: it wrote nothing, or took it back.
        case absent
        /// So many were not come to, and others were written.
        case unwritten(Int)
    }

    let path: String
    private let failures = Guarded<[Int: Failure]>([:])
    private let rest = Guarded(Others.absent)

    init(path: String) { self.path = path }

    /// Takes a reason why the row on a line failed.
    func add(line: Int, code: String, field: String?, message: String) {
        failures.withLock { failures in
            guard let earlier = failures[line] else {
                failures[line] = Failure(code: code, field: field, message: message)
                return
            }
            guard earlier.message != message else { return }
            failures[line]?.message += " " + message
        }
    }

    /// What became of the other rows, as far as the command has come.
    var others: Others {
        get { rest.withLock { $0 } }
        set { rest.withLock { $0 = newValue } }
    }

    /// The lines of the rows that failed, from the first to the last.
    var lines: [Int] { failures.withLock { $0.keys.sorted() } }

    /// Why the row on a line failed; nil if it did not.
    func failure(on line: Int) -> Failure? { failures.withLock { $0[line] } }

    /// Writes the rows of `source` that failed. The file appears when it is complete.
    ///
    /// - Parameter hasKey: Whether rows have a key, so that one that has not failed may be there, too: pushing it again changes
    ///   nothing.
    /// - Throws: `TabularError` if the source cannot be read again, or the file cannot be written; ``CommandError``.
    func write(rowsOf source: TabularFile, hasKey: Bool) async throws -> Written {
        let shared = hasKey ? [] : try await linesOfSeveral(source)
        let own = source.columns.filter { !Self.columns.contains($0) }
        return try await write(own, delimiter: source.delimiter ?? .comma) { write in
            var written = Written()
            for try await row in FileRows(file: source) {
                guard let failure = self.failure(on: row.line) else { continue }
                guard row.flaw == nil, !shared.contains(row.line) else {
                    written.leftOut += 1
                    continue
                }
                try write(row.line, row.fields, failure)
                written.rows += 1
            }
            return written
        }
    }

    /// Writes what `body` gives: a row's line, its cells and why it failed.
    ///
    /// - Parameters:
    ///   - columns: The columns of the rows.
    ///   - delimiter: What is between cells, if the file is CSV.
    func write(
        _ columns: [String], delimiter: CSVDelimiter = .comma,
        _ body: ((_ line: Int, _ cells: Fields, _ failure: Failure) throws -> Void) async throws -> Written
    ) async throws -> Written {
        let draft = OutputDraft(of: path)
        do {
            let written: Written
            switch TabularFormat(path: path) ?? .csv {
            case .json: written = try await Self.write(with: JSONRecordsWriter(draft.sink()), columns, body)
            case .jsonLines: written = try await Self.write(with: JSONLinesWriter(draft.sink()), columns, body)
            case let format:
                let fields = (columns + Self.columns).map {
                    FieldSchema(id: FieldID(unchecked: $0), name: $0, type: .singleLineText)
                }
                let writer = try CSVRecordsWriter(
                    draft.sink(), fields: fields, delimiter: format == .tsv ? .tab : delimiter)
                written = try await Self.write(with: writer, columns, body)
            }
            try draft.finish()
            return written
        } catch {
            draft.discard()
            throw error
        }
    }

    private static func write<Writer: TabularWriter & ~Copyable>(
        with writer: consuming Writer, _ columns: [String],
        _ body: ((_ line: Int, _ cells: Fields, _ failure: Failure) throws -> Void) async throws -> Written
    ) async throws -> Written {
        var writer = writer
        let written = try await body { line, cells, failure in
            let own = columns.compactMap { column in cells[column].map { (column, $0) } }
            let reasons: [FieldValue] = [
                .number(Double(line)), .string(failure.code), failure.field.map(FieldValue.string) ?? .null,
                .string(failure.message),
            ]
            try writer.write(Fields(own + zip(Self.columns, reasons)))
        }
        try writer.finish()
        return written
    }

    /// The lines of failed rows on which more than one row stands, as may be in JSON.
    private func linesOfSeveral(_ source: TabularFile) async throws -> Set<Int> {
        var seen: Set<Int> = []
        var several: Set<Int> = []
        for try await row in FileRows(file: source) where failure(on: row.line) != nil {
            if !seen.insert(row.line).inserted { several.insert(row.line) }
        }
        return several
    }
}
