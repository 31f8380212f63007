/// Fields were named that a table does not have, or whose cells cannot be written and compared.
public struct UnknownFields: Error, Sendable, Hashable, CustomStringConvertible {
    /// The names that were given.
    public let names: [String]
    /// What people call the table.
    public let table: String

    /// Names the fields, and says what may be wrong with them.
    public var description: String {
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        return
            "\(list): \"\(table)\" has no such field, or one whose cells cannot be written and compared (computed cells and "
            + "attachments). Check the names: case and spaces count."
    }
}
