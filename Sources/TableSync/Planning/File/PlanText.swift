import JSONText
import TableModel

/// Lines of JSON, written member by member: a plan has a line for each row, so no value is made of it first.
struct PlanText {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// Begins a line with the step that it holds.
    mutating func begin(_ verb: String) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        member("do", verb)
    }

    mutating func end() {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a whole line.
    mutating func line(_ value: JSONValue) {
        value.write(into: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

    // MARK: Members

    mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        write(text)
    }

    mutating func member(_ name: StaticString, _ number: Int) {
        self.name(name)
        write(number)
    }

    /// A number, or null.
    mutating func member(_ name: StaticString, _ number: Int?) {
        self.name(name)
        if let number { write(number) } else { JSONValue.null.write(into: &bytes) }
    }

    mutating func member(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        list(texts) { text, element in text.write(element) }
    }

    mutating func member(_ name: StaticString, _ fields: Fields) {
        self.name(name)
        bytes.append(UInt8(ascii: "{"))
        for index in fields.names.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(fields.names[index])
            bytes.append(UInt8(ascii: ":"))
            fields.values[index].json.write(into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A fingerprint in hexadecimal digits, or null.
    mutating func member(_ name: StaticString, _ fingerprint: Fingerprint?) {
        self.name(name)
        if let fingerprint { write(fingerprint) } else { JSONValue.null.write(into: &bytes) }
    }

    mutating func member(_ name: StaticString, _ failures: [RowFailure]) {
        self.name(name)
        list(failures) { text, failure in failure.planJSON.write(into: &text.bytes) }
    }

    mutating func member(_ name: StaticString, _ adoptions: [Adoption]) {
        self.name(name)
        list(adoptions) { text, adoption in
            text.bytes.append(UInt8(ascii: "["))
            text.write(Int(adoption.rowID))
            text.bytes.append(UInt8(ascii: ","))
            text.write(adoption.seen)
            text.bytes.append(UInt8(ascii: ","))
            text.write(adoption.source)
            text.bytes.append(UInt8(ascii: "]"))
        }
    }

    // MARK: Values

    /// - Precondition: `name` needs no escapes.
    private mutating func name(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout PlanText, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for index in elements.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, elements[index])
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ text: String) { JSONValue.string(text).write(into: &bytes) }

    private mutating func write(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

    private mutating func write(_ fingerprint: Fingerprint) {
        bytes.append(UInt8(ascii: "\""))
        for half in [fingerprint.high, fingerprint.low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                bytes.append(PlanFormat.digits[Int(half >> UInt64(shift) & 15)])
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
