/// Rows that follow one another in a source, passed on together.
package enum RowBatch: Sendable {
    case rows([Row])
    /// A stretch of rows of which none is made before somebody asks for it. As long as the batch is there, so are all of the texts.
    case texts(any RowTexts, Range<Int>)

    /// The number of rows.
    package var count: Int {
        switch self {
        case .rows(let rows): rows.count
        case .texts(_, let range): range.count
        }
    }

    /// The row at `index`, counted from 0.
    package subscript(index: Int) -> Row {
        switch self {
        case .rows(let rows): rows[index]
        case .texts(let texts, let range):
            Row(line: texts.line(ofRow: range.lowerBound + index), index: range.lowerBound + index, of: texts)
        }
    }

    /// The line of the row at `index`.
    package func line(_ index: Int) -> Int {
        switch self {
        case .rows(let rows): rows[index].line
        case .texts(let texts, let range): texts.line(ofRow: range.lowerBound + index)
        }
    }

    /// All rows, as far as the source goes without their cells.
    package var rows: [Row] { if case .rows(let rows) = self { rows } else { (0..<count).map { self[$0] } } }
}
