/// A cell value in its canonical form, compared byte by byte.
///
/// Swift takes strings for equal that are written with different code points, such as `é` and `e` with an accent after
/// it; the service keeps them apart (airtable-api.md 4.5), and so does this. An absent cell is ``blank``.
package struct CanonicalCell: Sendable {
    /// The canonical form: see ``FieldValue/canonical(for:)``.
    package let value: FieldValue

    /// Makes the canonical form of a cell of `field`; nil is an absent cell. For many cells of one field, keep a
    /// ``CanonicalForm``.
    package init(_ value: FieldValue?, field: FieldSchema) {
        self.value = CanonicalForm(field).form(of: value)
    }

    /// Takes `value` for canonical as it is.
    package init(canonical value: FieldValue) { self.value = value }

    /// A cell that holds nothing.
    package static let blank = CanonicalCell(canonical: .null)

    /// Whether the service would omit the cell.
    package var isBlank: Bool { value == .null }

    /// Appends a form of the value that no other value has: a letter for the kind, the length of what varies in length,
    /// the content. Members of objects are sorted; numbers are their eight bytes, with one zero.
    package func encode(into bytes: inout [UInt8]) { ValueEncoding.append(value, to: &bytes) }
}

extension CanonicalCell: Hashable {
    package static func == (left: CanonicalCell, right: CanonicalCell) -> Bool {
        switch (left.value, right.value) {
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        default: left.encoding == right.encoding
        }
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(encoding) }

    private var encoding: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }
}

extension CanonicalCell: Comparable {
    /// An order that means nothing but is always the same: texts by their bytes, before all else.
    package static func < (left: CanonicalCell, right: CanonicalCell) -> Bool {
        switch (left.value, right.value) {
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.string, _): true
        case (_, .string): false
        default: left.encoding.lexicographicallyPrecedes(right.encoding)
        }
    }
}
