import TableModel

/// A batch of rows of a CSV file that is whole, so that its rows can be passed on before their cells are made.
final class CSVRowTexts: RowTexts {
    let columns: [String]
    let batch: CSVBatch

    init(_ batch: CSVBatch, columns: [String]) {
        self.batch = batch
        self.columns = columns
    }

    func line(ofRow index: Int) -> Int { batch.line(index) }

    func values(ofRow index: Int) -> [FieldValue] { batch.values(ofRow: index) }

    func encodeRaw(_ places: [Int], ofRows rows: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        batch.encodeRaw(places, ofRows: rows, body)
    }
}
