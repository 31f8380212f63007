import JSONText
import TableModel

/// The cells of a record as a snapshot keeps them: one JSON object, only what is managed, in the form of the service.
struct CellsText: Sendable {
    private struct Column: Sendable {
        var name: String
        /// The name as a member's begin: `"Name":`.
        var opening: [UInt8]
    }

    private let columns: [Column]

    init(_ managed: ManagedFields) {
        columns = managed.names.map { Column(name: $0, opening: JSONValue.string($0).bytes + [UInt8(ascii: ":")]) }
    }

    func text(of cells: Fields) -> String {
        var bytes = [UInt8(ascii: "{")]
        bytes.reserveCapacity(32 * columns.count)
        for column in columns {
            guard let value = cells[column.name] else { continue }
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: column.opening)
            value.json.write(into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The cells that `text` keeps; nil if it is damaged.
    static func cells(of text: String) -> Fields? {
        guard case .object(let members)? = try? JSONValue(parsing: text) else { return nil }
        return Fields(uniqueNames: members.names, values: members.values.map { FieldValue($0) })
    }
}
