extension Formula: CustomStringConvertible {
    /// The formula as it is sent.
    public var description: String {
        var text = ""
        write(into: &text)
        return text
    }

    /// `text` as a literal: in single quotes, with backslashes and single quotes escaped. The language documents no other
    /// escape, so that line breaks stand as they are (airtable-api.md 9.1).
    static func quoted(_ text: String) -> String {
        var literal = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" || scalar == "\\" { literal.unicodeScalars.append("\\") }
            literal.unicodeScalars.append(scalar)
        }
        return literal + "'"
    }

    private func write(into text: inout String) {
        switch self {
        case .field(let name):
            text += "{"
            for scalar in name.unicodeScalars {
                if scalar == "}" { text += "\\" }
                text.unicodeScalars.append(scalar)
            }
            text += "}"
        case .text(let value): text += Self.quoted(value)
        case .number(let value): text += Self.plainDecimal(value)
        case .function(let name, let arguments):
            text += name + "("
            Self.write(arguments, separatedBy: ",", into: &text) { $0.write(into: &$1) }
            text += ")"
        case .comparison(let left, let comparison, let right):
            left.writeAsOperand(into: &text)
            text += comparison.rawValue
            right.writeAsOperand(into: &text)
        case .joined(let parts):
            if parts.isEmpty { text += "''" }
            Self.write(parts, separatedBy: "&", into: &text) { $0.writeAsOperand(into: &$1) }
        case .raw(let formula): text += formula
        }
    }

    /// Comparisons bind weaker than `&`, and nobody knows what is in a raw text.
    private func writeAsOperand(into text: inout String) {
        switch self {
        case .comparison, .raw:
            text += "("
            write(into: &text)
            text += ")"
        case .field, .text, .number, .function, .joined: write(into: &text)
        }
    }

    private static func write(
        _ parts: [Formula], separatedBy separator: String, into text: inout String,
        _ writePart: (Formula, inout String) -> Void
    ) {
        for (index, part) in parts.enumerated() {
            if index > 0 { text += separator }
            writePart(part, &text)
        }
    }

    /// The shortest decimal digits that read back as `value`, without the exponent, which the language does not have.
    static func plainDecimal(_ value: Double) -> String {
        guard value.isFinite else { return "ERROR()" }
        let shortest = value.magnitude.description
        let halves = shortest.split(separator: "e")
        let mantissa = halves[0].split(separator: ".")
        var digits = Array(mantissa.joined().utf8)
        // The point stands after so many of the digits.
        var point = mantissa[0].utf8.count + (halves.count > 1 ? Int(halves[1]) ?? 0 : 0)
        while digits.count > max(point, 1), digits.last == UInt8(ascii: "0") { digits.removeLast() }
        if point <= 0 {
            digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: 1 - point), at: 0)
            point = 1
        }
        if digits.count < point { digits += repeatElement(UInt8(ascii: "0"), count: point - digits.count) }
        let whole = String(decoding: digits[..<point], as: UTF8.self)
        let fraction = String(decoding: digits[point...], as: UTF8.self)
        let text = fraction.isEmpty ? whole : whole + "." + fraction
        return value < 0 ? "-" + text : text
    }
}
