import TableModel
import TableSync
import TabularFiles

/// Looks through a file whose rows have no key before anything is written: how many rows there are, and what is wrong with them.
/// Of problems the first hundred are kept, if nobody asks for more.
struct FileCheck: Sendable {
    /// How many problems are kept in full if nobody asks for more.
    static let problemsKept = 100

    /// Something that is wrong with one row.
    struct Problem: Sendable, Hashable {
        let line: Int
        let code: String
        let field: String?
        let message: String

        init(line: Int, _ problem: CellProblem) {
            self.line = line
            code = "invalid-value"
            field = problem.field
            message = "\(problem)."
        }

        init(line: Int, _ flaw: Row.Flaw) {
            self.line = line
            code = flaw.code
            field = nil
            message = flaw.message
        }

        var event: PushEvent { .rowFailed(line: line, code: code, field: field, message: message) }
    }

    private(set) var rows = 0
    /// Rows that can be written.
    private(set) var goodRows = 0
    /// Rows with at least one problem.
    private(set) var badRows = 0
    private(set) var problemCount = 0
    /// What is wrong with rows, in the order of the file.
    private(set) var problems: [Problem] = []

    private let form: RowForm

    /// How many problems are kept.
    private let limit: Int

    init(_ form: RowForm, keeping limit: Int = problemsKept) {
        self.form = form
        self.limit = limit
    }

    /// Reads the whole file.
    ///
    /// - Throws: `TabularError` at the first place from which on nothing can be read; what was found before that stays.
    mutating func read(_ file: TabularFile) async throws(TabularError) {
        var rows = FileRows(file: file).makeAsyncIterator()
        while let row = try await rows.next() { add(row) }
    }

    mutating func add(_ row: Row) {
        rows += 1
        let found = form.problems(of: row)
        guard !found.isEmpty else {
            goodRows += 1
            return
        }
        badRows += 1
        problemCount += found.count
        problems += found.prefix(limit - problems.count)
    }
}

extension RowForm {
    /// Everything that is wrong with a row.
    func problems(of row: Row) -> [FileCheck.Problem] {
        if let flaw = row.flaw { return [FileCheck.Problem(line: row.line, flaw)] }
        return convert(row).problems.map { FileCheck.Problem(line: row.line, $0) }
    }
}
