import TableModel

/// The rows of a CSV file.
final class CSVRows: RowProducer {
    private var reader: CSVReader
    private let columns: [String]

    init(_ reader: consuming CSVReader) {
        columns = reader.header
        self.reader = reader
    }

    func nextAtHand() throws(TabularError) -> Row? {
        guard try reader.next() else { return nil }
        return Row(line: reader.line, fields: Fields(uniqueNames: columns, values: reader.cells(FieldValue.string)))
    }
}
