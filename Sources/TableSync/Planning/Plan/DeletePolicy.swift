public import TableModel

/// How a mirror does away with records that no row of the source names.
///
/// Records without a key are never touched: nobody can tell whether the source names them.
public struct DeletePolicy: Sendable, Hashable {
    /// Which of the vanished records are meant.
    public enum Extent: Sendable, Hashable {
        /// All of the table, or of the scope that was read.
        case all
        /// Those that this tool created or changed at some time.
        case tracked
    }

    /// The cell that marks a record as archived.
    public struct Mark: Sendable, Hashable {
        /// The field that is written.
        public let field: FieldSchema
        /// A value that `field` takes as it is.
        public let value: FieldValue

        /// Makes a mark.
        public init(field: FieldSchema, value: FieldValue) {
            self.field = field
            self.value = value
        }
    }

    /// Which of the vanished records are meant.
    public let extent: Extent
    /// The mark that vanished records get instead of being deleted; nil deletes them.
    public let mark: Mark?

    /// Does away with the records of `extent`: marks them, or deletes them without a mark.
    public init(_ extent: Extent, mark: Mark? = nil) {
        self.extent = extent
        self.mark = mark
    }

    /// Deletes every record that no row names.
    public static let all = DeletePolicy(.all)
    /// Deletes records that no row names and that this tool wrote.
    public static let tracked = DeletePolicy(.tracked)

    /// Writes `value` into `field` of every record that no row names, unless it is there already. `field` must be among
    /// the fields that the snapshot reads.
    public static func archive(_ field: FieldSchema, _ value: FieldValue, extent: Extent = .all) -> DeletePolicy {
        DeletePolicy(extent, mark: Mark(field: field, value: value))
    }
}
