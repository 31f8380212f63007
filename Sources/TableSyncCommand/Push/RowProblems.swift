import TableModel

/// Everything that is wrong with one row.
struct RowProblems: Error {
    let problems: [CellProblem]
}
