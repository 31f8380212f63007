import JSONText

/// A cell value in its canonical form, compared byte by byte.
///
/// Swift takes strings for equal that are written with different code points, such as `é` and `e` with an accent after
/// it; the service keeps them apart (airtable-api.md 4.5), and so does this. An absent cell is ``blank``.
package struct CanonicalCell: Sendable {
    /// The canonical form: see ``FieldValue/canonical(for:)``.
    package let value: FieldValue

    /// Makes the canonical form of a cell of `field`; nil is an absent cell.
    package init(_ value: FieldValue?, field: FieldSchema) {
        self.value = value?.canonical(for: field) ?? .null
    }

    /// A cell that holds nothing.
    package static let blank = CanonicalCell(canonical: .null)

    /// Whether the service would omit the cell.
    package var isBlank: Bool { value == .null }

    init(canonical value: FieldValue) { self.value = value }

    /// Appends a form of the value that no other value has: a letter for the kind, the length of what varies in length,
    /// the content. Members of objects are sorted; numbers are their eight bytes, with one zero.
    package func encode(into bytes: inout [UInt8]) { Self.encode(value, into: &bytes) }

    private static func encode(_ value: FieldValue, into bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "n"))
        case .bool(let flag): bytes.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .number(let number):
            bytes.append(UInt8(ascii: "d"))
            append((number == 0 ? 0 : number).bitPattern, to: &bytes)
        case .string(let text): encode(text, into: &bytes)
        case .list(let elements):
            bytes.append(UInt8(ascii: "l"))
            append(UInt64(elements.count), to: &bytes)
            for element in elements { encode(element, into: &bytes) }
        case .object(let object):
            bytes.append(UInt8(ascii: "o"))
            append(UInt64(object.count), to: &bytes)
            let members = object.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            for (name, member) in members {
                encode(name, into: &bytes)
                encode(FieldValue(member), into: &bytes)
            }
        }
    }

    private static func encode(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "s"))
        append(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

extension CanonicalCell: Hashable {
    package static func == (left: CanonicalCell, right: CanonicalCell) -> Bool { left.encoding == right.encoding }

    package func hash(into hasher: inout Hasher) { hasher.combine(encoding) }

    private var encoding: [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }
}
