public import TableModel

/// Converts rows whose cells bear the names of the table's fields.
public struct RowConversion: Sendable {
    private let converters: [CellConverter]
    private let names: [String]

    /// - Parameters:
    ///   - fields: The fields that rows may mention.
    ///   - typecast: Whether the service will convert strings that are not understood here.
    ///   - linkedNames: What linked records are called, so that rows may name them so.
    public init(_ fields: [FieldSchema], typecast: Bool = false, linkedNames: LinkedNames = LinkedNames()) {
        converters = fields.map { CellConverter(field: $0, typecast: typecast, names: linkedNames) }
        names = fields.map(\.name)
    }

    /// The row as it would be sent, with everything that is wrong with it.
    public func convert(_ row: Row) -> ConvertedRow {
        if row.fields.names == names, let fields = whole(row.fields.values) { return ConvertedRow(fields: fields) }
        var converted = ConvertedRow(fields: Fields())
        for (name, value) in row.fields {
            guard let index = names.firstIndex(of: name) else {
                converted.problems.append(
                    CellProblem(
                        field: name, reason: "is not among the fields that are written",
                        remedy: "leave it out of the rows, or name it among the fields"))
                continue
            }
            do throws(CellProblem) {
                converted.fields[name] = try converters[index].value(from: value)
            } catch {
                converted.problems.append(error)
            }
        }
        return converted
    }

    /// The cells of a row that mentions all fields in their order; nil if something is wrong with one.
    private func whole(_ values: [FieldValue]) -> Fields? {
        var cells: [FieldValue] = []
        cells.reserveCapacity(values.count)
        for (value, converter) in zip(values, converters) {
            guard let cell = try? converter.value(from: value) else { return nil }
            cells.append(cell)
        }
        return Fields(uniqueNames: names, values: cells)
    }
}
