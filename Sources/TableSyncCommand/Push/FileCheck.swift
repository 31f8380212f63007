import TableModel
import TabularFiles

/// Looks through a file before anything is written: how many rows there are, what is wrong with them, and which keys occur
/// twice. Of each key a hash is kept, of problems the first hundred.
struct FileCheck {
    /// How many problems are kept in full.
    static let problemsKept = 100

    /// Something that is wrong with one row, or with several of one key.
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

        /// - Parameter flaw: Concerns one row.
        init(_ flaw: TabularError) {
            line = flaw.line ?? 0
            code = flaw.code.rawValue
            field = nil
            message = "\(flaw.message). \(flaw.namingFlags.remedy)"
        }

        init(_ group: DuplicateKeys.Group, key: KeyForm?) {
            line = group.lines[0]
            code = "duplicate-key"
            field = key?.fields.first?.name
            let lines = group.lines.prefix(20).map(String.init)
            let more = group.lines.count > lines.count ? ["\(group.lines.count - lines.count) more"] : []
            message = "the same key is on lines \(Wording.list(lines + more)). Keep one of them."
        }

        var event: PushEvent { .rowFailed(line: line, code: code, field: field, message: message) }
    }

    private(set) var rows = 0
    /// Rows with at least one problem of their own.
    private(set) var badRows = 0
    private(set) var rowProblemCount = 0
    /// What is wrong with single rows, in the order of the file.
    private(set) var rowProblems: [Problem] = []
    private(set) var keys = DuplicateKeys()
    /// What is risky about keys that can be used; the first of its kind and how many there are.
    private(set) var keyWarning: (line: Int, problem: CellProblem, count: Int)?

    private let converter: RowConverter
    private let key: KeyForm?

    init(converter: RowConverter, key: KeyForm?) {
        self.converter = converter
        self.key = key
    }

    /// Reads the whole file.
    ///
    /// - Throws: `TabularError` at the first place from which on nothing can be read; what was found before that stays.
    mutating func read(_ file: TabularFile) async throws(TabularError) {
        var rows = file.rows().makeAsyncIterator()
        while let row = try await rows.nextOrRagged() {
            switch row {
            case .success(let row): add(row)
            case .failure(let flaw):
                self.rows += 1
                note([Problem(flaw)])
            }
        }
    }

    mutating func add(_ row: Row) {
        rows += 1
        switch converter.convert(row) {
        case .failure(let bad): note(bad.problems.map { Problem(line: row.line, $0) })
        case .success(let converted):
            guard let key else { return }
            do throws(CellProblem) {
                let found = try key.key(from: converted.fields)
                keys.add(found, line: row.line)
                if let warning = key.warning(about: found) {
                    let count = (keyWarning?.count ?? 0) + 1
                    keyWarning = (keyWarning?.line ?? row.line, keyWarning?.problem ?? warning, count)
                }
            } catch {
                note([Problem(line: row.line, error)])
            }
        }
    }

    private mutating func note(_ found: [Problem]) {
        badRows += 1
        rowProblemCount += found.count
        rowProblems += found.prefix(Self.problemsKept - rowProblems.count)
    }

    /// Rows that share their key with another; each has no problem of its own.
    var duplicateRows: Int { keys.duplicates.reduce(0) { $0 + $1.lines.count } }

    /// Everything that was found: the first hundred by line, and how many there are.
    func findings() -> (first: [Problem], count: Int) {
        let duplicates = keys.duplicates
        let first = rowProblems + duplicates.prefix(Self.problemsKept).map { Problem($0, key: key) }
        let sorted = first.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
        return (sorted.prefix(Self.problemsKept).map(\.element), rowProblemCount + duplicates.count)
    }

    /// What is no error and should be known, as sentences.
    func warnings(about file: String) -> [String] {
        let lookalikes = keys.lookalikes
        var warnings = lookalikes.prefix(5).map { lookalike in
            let lines = Wording.list(lookalike.lines.prefix(20).map(String.init))
            return
                "The keys on lines \(lines) of \(file) differ only in case, accents or outer space; they are taken for "
                + "different keys."
        }
        if lookalikes.count > 5 {
            warnings.append("\(Wording.count(lookalikes.count - 5)) more keys of \(file) look alike in that way.")
        }
        if let warning = keyWarning {
            let more = warning.count > 1 ? " and \(Wording.count(warning.count - 1)) more" : ""
            warnings.append("Line \(warning.line)\(more) of \(file): \(warning.problem).")
        }
        return warnings
    }
}
