import TableModel
import TableSync

/// What `--archive` says: `field=value`.
struct ArchiveText: Sendable, Hashable {
    private let text: String

    /// - Returns: Nil if there is no field or no value.
    init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex,
            text.index(after: equals) < text.endIndex
        else { return nil }
        self.text = text
    }

    /// The mark that vanished records of the table get. A field's name may have equals signs: the longest name of a field
    /// with which the text begins counts.
    ///
    /// - Throws: ``CommandError`` with exit code 5 if the table has no such field, or one that cannot be compared and written
    ///   or is part of the key; with 3 if the field does not take the value.
    func mark(in table: TableSchema, key: [String], typecast: Bool) throws(CommandError) -> DeletePolicy.Mark {
        let readings = text.indices.filter { text[$0] == "=" }
            .map { (field: String(text[..<$0]), value: String(text[text.index(after: $0)...])) }
            .filter { !$0.field.isEmpty && !$0.value.isEmpty }
        guard let reading = readings.last(where: { table.field($0.field) != nil }),
            let field = table.field(reading.field)
        else {
            throw CommandError(
                .schemaMismatch,
                "--archive names the field \"\(readings.first?.field ?? text)\", which \"\(table.name)\" does not have. It "
                    + "has \(Wording.several(table.fields.map(\.name))).")
        }
        guard field.type.isComparable else {
            throw CommandError(
                .schemaMismatch,
                "Cells of the field \"\(field.name)\" of \"\(table.name)\" cannot be compared and written "
                    + "(\(field.type.rawValue)), so --archive cannot mark records with it. Name another field.")
        }
        guard !key.contains(field.name) else {
            throw CommandError(
                .schemaMismatch,
                "--archive names \"\(field.name)\", which is the key: marked records would not be found again. Name another "
                    + "field.")
        }
        do throws(CellProblem) {
            let value = try CellConverter(field: field, typecast: typecast).value(from: .string(reading.value))
            return DeletePolicy.Mark(field: field, value: value)
        } catch {
            throw CommandError(.invalidSource, "The value of --archive cannot be used: \(error).")
        }
    }
}
