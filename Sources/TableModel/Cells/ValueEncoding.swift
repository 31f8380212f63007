import JSONText

/// The bytes by which values are compared and fingerprinted: a letter for the kind, the length of what varies in
/// length, the content.
///
/// No value's bytes begin another value's, so values can stand one after another. The bytes are the same in every
/// process and on every platform, and are kept on disk as fingerprints: whoever changes them raises the version of what
/// is kept.
enum ValueEncoding {
    /// The one byte that stands for a cell that holds nothing; no other value's bytes begin with it.
    static let blank = UInt8(ascii: "n")

    static let string = UInt8(ascii: "s")

    static func append(_ value: FieldValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(blank)
        case .bool(let flag): bytes.append(flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .number(let number): append(number == 0 ? 0 : number, to: &bytes)
        case .string(let text): append(text, to: &bytes)
        case .list(let elements):
            append(UInt8(ascii: "l"), count: elements.count, to: &bytes)
            for element in elements { append(element, to: &bytes) }
        case .object(let object):
            append(UInt8(ascii: "o"), count: object.count, to: &bytes)
            let members = object.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            for (name, member) in members {
                append(name, to: &bytes)
                append(FieldValue(member), to: &bytes)
            }
        }
    }

    static func append(_ text: String, to bytes: inout [UInt8]) { text.withBytes { append($0, to: &bytes) } }

    static func append(_ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        append(string, count: utf8.count, to: &bytes)
        bytes.append(contentsOf: utf8)
    }

    /// The number's eight bytes, least significant first.
    static func append(_ number: Double, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "d"))
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// A letter and a count in groups of seven bits, least significant first; nearly always one byte.
    static func append(_ letter: UInt8, count: Int, to bytes: inout [UInt8]) {
        bytes.append(letter)
        var rest = UInt(count)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}

extension FieldValue {
    /// Appends bytes that no other value has, whatever its field: nothing is converted, and what a canonical form
    /// would take for equal stays apart.
    package func encodeRaw(into bytes: inout [UInt8]) {
        switch self {
        case .string(let text): ValueEncoding.append(text, to: &bytes)
        case .null, .bool: ValueEncoding.append(self, to: &bytes)
        case .number(let number): ValueEncoding.append(number, to: &bytes)
        case .list(let elements):
            ValueEncoding.append(UInt8(ascii: "l"), count: elements.count, to: &bytes)
            for element in elements { element.encodeRaw(into: &bytes) }
        case .object(let object):
            // Its text keeps the order of the members and the digits of the numbers.
            let text = JSONValue.object(object).bytes
            ValueEncoding.append(UInt8(ascii: "j"), count: text.count, to: &bytes)
            bytes.append(contentsOf: text)
        }
    }

    /// How many bytes a string's raw encoding has at most beside its own.
    package static let rawOpening = 11

    /// Writes what ``encodeRaw(into:)`` appends for a string of these bytes, and gives how many bytes that are.
    ///
    /// Most cells are short, and to move 64 bytes is then quicker than to copy just as many as there are.
    ///
    /// - Parameters:
    ///   - text: 64 bytes from the string's end on may be read.
    ///   - target: Has room for the string, ``rawOpening`` bytes, and 64 more, which may be written.
    package static func writeRaw(
        text: UnsafePointer<UInt8>, count: Int, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        target[0] = ValueEncoding.string
        var end = 1
        var rest = UInt(count)
        while rest >= 0x80 {
            target[end] = UInt8(truncatingIfNeeded: rest) | 0x80
            rest >>= 7
            end += 1
        }
        target[end] = UInt8(truncatingIfNeeded: rest)
        end += 1
        if count <= 64 {
            let moved = UnsafeRawPointer(text).loadUnaligned(as: SIMD64<UInt8>.self)
            UnsafeMutableRawPointer(target + end).storeBytes(of: moved, as: SIMD64<UInt8>.self)
        } else {
            (target + end).update(from: text, count: count)
        }
        return end + count
    }
}
