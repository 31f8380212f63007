import TableModel

/// A batch of rows of a CSV file that is whole, so that its rows can be passed on before their cells are made.
final class CSVRowTexts: RowTexts {
    let columns: [String]
    let batch: CSVBatch

    init(_ batch: CSVBatch, columns: [String]) {
        self.batch = batch
        self.columns = columns
    }

    func values(ofRow index: Int) -> [FieldValue] { batch.values(ofRow: index) }

    func encodeRaw(_ places: [Int], ofRow index: Int, into bytes: inout [UInt8]) {
        batch.encodeRaw(places, ofRow: index, into: &bytes)
    }
}
