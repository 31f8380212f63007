import JSONText
import TableModel

/// The rows of a JSON array or of JSON Lines.
final class JSONRows: RowProducer {
    private var reader: JSONRowReader
    private let file: String
    /// Those of the object before, which most objects share.
    private var names: [String] = []

    init(_ reader: consuming JSONRowReader, file: String) {
        self.reader = reader
        self.file = file
    }

    func nextAtHand() throws(TabularError) -> Row? {
        guard let element = try reader.next() else { return nil }
        if element.object.names != names { names = element.object.names }
        let values = element.object.values.map { FieldValue.source($0) }
        for (column, value) in values.enumerated() where !Self.isFinite(value) {
            throw TabularError(
                .numberOutOfRange, file: file, line: element.line,
                message: "\"\(names[column])\" holds a number that is greater than any double",
                remedy: "Write it as a string, or write a smaller number.")
        }
        return Row(line: element.line, fields: Fields(uniqueNames: names, values: values))
    }

    private static func isFinite(_ value: FieldValue) -> Bool {
        switch value {
        case .number(let number): number.isFinite
        case .list(let elements): elements.allSatisfy(isFinite)
        case .null, .bool, .string, .object: true
        }
    }
}
