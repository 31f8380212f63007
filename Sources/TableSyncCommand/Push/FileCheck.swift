import TableModel
import TabularFiles

/// Looks through a file before anything is written: how many rows there are, what is wrong with them, and which keys occur
/// twice. Of each key a hash is kept, of problems the first hundred.
struct FileCheck {
    /// How many problems are kept in full.
    static let problemsKept = 100

    struct Problem: Sendable, Hashable {
        let line: Int
        let problem: CellProblem
    }

    private(set) var rows = 0
    /// Rows with at least one problem.
    private(set) var badRows = 0
    private(set) var problemCount = 0
    private(set) var problems: [Problem] = []
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
    /// - Throws: `TabularError` at the first place that cannot be read.
    mutating func read(_ file: TabularFile) async throws {
        for try await row in file.rows() { add(row) }
    }

    mutating func add(_ row: Row) {
        rows += 1
        switch converter.convert(row) {
        case .failure(let bad): note(bad.problems, row)
        case .success(let converted):
            guard let key else { return }
            do throws(CellProblem) {
                let found = try key.key(from: converted.fields)
                keys.add(found, line: row.line)
                if let warning = key.warning(about: found) {
                    keyWarning = (
                        keyWarning?.line ?? row.line, keyWarning?.problem ?? warning, (keyWarning?.count ?? 0) + 1
                    )
                }
            } catch {
                note([error], row)
            }
        }
    }

    private mutating func note(_ found: [CellProblem], _ row: Row) {
        badRows += 1
        problemCount += found.count
        for problem in found where problems.count < Self.problemsKept {
            problems.append(Problem(line: row.line, problem: problem))
        }
    }
}
