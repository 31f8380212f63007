/// Text functions. Lengths and positions count UTF-16 units, as the service's language does; positions begin at 1.
extension FormulaFunction {
    static let textFunctions: [String: FormulaFunction] = [
        "FIND": pure(2...3) { find($0[0].text, in: $0[1].text, from: $0) ?? .number(0) },
        "SEARCH": pure(2...3) { find($0[0].text.lowercased(), in: $0[1].text.lowercased(), from: $0) ?? .blank },
        "LOWER": pure(1...1) { .text($0[0].text.lowercased()) },
        "UPPER": pure(1...1) { .text($0[0].text.uppercased()) },
        "TRIM": pure(1...1) { .text(trimmed($0[0].text)) },
        "LEN": pure(1...1) { .number(Double($0[0].text.utf16.count)) },
        "CONCATENATE": pure(1...any) { .text($0.map(\.text).joined()) },
        "LEFT": pure(2...2) { cut($0[0], start: 0, count: $0[1].number) },
        "RIGHT": pure(2...2, right),
        "MID": pure(3...3) { cut($0[0], start: $0[1].number.map { $0 - 1 }, count: $0[2].number) },
        "REPLACE": pure(4...4, replace),
        "SUBSTITUTE": pure(3...4, substitute),
        "REPT": pure(2...2, rept),
        "T": pure(1...1) { if case .text = $0[0] { $0[0] } else if case .list = $0[0] { .error } else { .blank } },
        "VALUE": pure(1...1, value),
        "ENCODE_URL_COMPONENT": pure(1...1) { .text(PercentText.encoded($0[0].text)) },
    ]

    /// Longest text that a function makes: what a long text field holds (airtable-api.md 4.5), ten times over.
    private static let longestText = 1_000_000

    /// The position of `needle`, `nil` if there is none, an error for what is not known: an empty needle, a start that is no number.
    private static func find(_ needle: String, in hay: String, from arguments: [FormulaValue]) -> FormulaValue? {
        var start = 0
        if arguments.count == 3 {
            guard let number = arguments[2].number, let whole = Int(exactly: number), whole >= 0 else { return .error }
            start = max(0, whole - 1)
        }
        guard !needle.isEmpty else { return .error }
        let wanted = Array(needle.utf16)
        let units = Array(hay.utf16)
        guard let found = firstIndex(of: wanted, in: units, from: start) else { return nil }
        return .number(Double(found + 1))
    }

    private static func firstIndex(of wanted: [UInt16], in units: [UInt16], from start: Int) -> Int? {
        guard start <= units.count, wanted.count <= units.count - start else { return nil }
        return (start...units.count - wanted.count).first { index in
            units[index] == wanted[0] && units[index..<index + wanted.count].elementsEqual(wanted)
        }
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func cut(_ value: FormulaValue, start: Double?, count: Double?) -> FormulaValue {
        guard let start = start.flatMap(Int.init(exactly:)), let count = count.flatMap(Int.init(exactly:)), start >= 0,
            count >= 0
        else { return .error }
        return .text(String(decoding: Array(value.text.utf16).dropFirst(start).prefix(count), as: UTF16.self))
    }

    private static func right(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let count = arguments[1].number.flatMap(Int.init(exactly:)), count >= 0 else { return .error }
        return .text(String(decoding: Array(arguments[0].text.utf16).suffix(count), as: UTF16.self))
    }

    /// REPLACE(text, start, count, replacement)
    private static func replace(_ arguments: [FormulaValue]) -> FormulaValue {
        guard let start = arguments[1].number.flatMap(Int.init(exactly:)), start >= 1,
            let count = arguments[2].number.flatMap(Int.init(exactly:)), count >= 0
        else { return .error }
        let units = Array(arguments[0].text.utf16)
        let head = units.prefix(start - 1)
        let tail = units.dropFirst(start - 1).dropFirst(count)
        return .text(String(decoding: head + Array(arguments[3].text.utf16) + tail, as: UTF16.self))
    }

    /// SUBSTITUTE(text, old, new, which?): all occurrences, or the one with that number.
    private static func substitute(_ arguments: [FormulaValue]) -> FormulaValue {
        var only: Int?
        if arguments.count == 4 {
            guard let which = arguments[3].number.flatMap(Int.init(exactly:)), which >= 1 else { return .error }
            only = which
        }
        let units = Array(arguments[0].text.utf16)
        let old = Array(arguments[1].text.utf16)
        let new = Array(arguments[2].text.utf16)
        guard !old.isEmpty else { return arguments[0].asText }
        var result: [UInt16] = []
        var position = 0
        var number = 0
        while let found = firstIndex(of: old, in: units, from: position) {
            number += 1
            result += units[position..<found]
            result += only == nil || only == number ? new : old
            position = found + old.count
            guard result.count <= longestText else { return .error }
        }
        return .text(String(decoding: result + units[position...], as: UTF16.self))
    }

    private static func rept(_ arguments: [FormulaValue]) -> FormulaValue {
        let text = arguments[0].text
        guard let times = arguments[1].number.flatMap(Int.init(exactly:)), times >= 0,
            times == 0 || text.utf8.count <= longestText / times
        else { return .error }
        return .text(String(repeating: text, count: text.isEmpty ? 0 : times))
    }

    private static func value(_ arguments: [FormulaValue]) -> FormulaValue {
        guard case .text(let text) = arguments[0], let number = FormulaNumber.number(from: text) else { return .error }
        return .number(number)
    }
}

extension FormulaValue {
    fileprivate var asText: FormulaValue { .text(text) }
}
