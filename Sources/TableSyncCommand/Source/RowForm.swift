import TableModel
import TableSync

/// How the rows of a file become rows of a table: the columns that are written, by their fields' names, as cells that fit.
struct RowForm: Sendable {
    /// Stands for all that decides how a raw row becomes cells, the fields themselves apart.
    let identity: String
    private let naming: RowNaming
    private let conversion: RowConversion

    /// - Parameters:
    ///   - targets: The columns that are written.
    ///   - columns: All columns of the file.
    ///   - fields: The field of each target.
    ///   - linkedNames: What linked records are called, so that cells may name them so.
    init(
        _ targets: [ColumnChoice.Target], of columns: [String], for fields: [FieldSchema], typecast: Bool,
        linkedNames: LinkedNames = LinkedNames()
    ) {
        naming = RowNaming(targets, of: columns)
        identity = naming.conversion(typecast: typecast)
        conversion = RowConversion(fields, typecast: typecast, linkedNames: linkedNames)
    }

    /// The row as it would be sent, with everything that is wrong with it.
    func convert(_ row: Row) -> ConvertedRow { conversion.convert(naming.named(row)) }
}
