/// Takes a block of Markdown apart into text and runs of marks.
struct RichTextScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var text = String.UnicodeScalarView()
    private var found: [RichTextPiece] = []

    init(_ block: String) { scalars = Array(block.unicodeScalars) }

    mutating func pieces() -> [RichTextPiece] {
        while position < scalars.count {
            switch scalars[position] {
            case "\\": take(isEscape ? 2 : 1)
            case "`": takeCode()
            case "<": take(endOfAddress(closedBy: ">", from: position + 1) ?? 1)
            case "]" where position + 1 < scalars.count && scalars[position + 1] == "(":
                take(endOfAddress(closedBy: ")", from: position + 2) ?? 1)
            case "*", "_": takeRun()
            default: take(1)
            }
        }
        flush()
        return found
    }

    private var isEscape: Bool {
        guard position + 1 < scalars.count else { return false }
        let next: Unicode.Scalar? = scalars[position + 1]
        return scalars[position + 1].isASCII && next.isPunctuation
    }

    private mutating func take(_ count: Int) {
        text.append(contentsOf: scalars[position..<position + count])
        position += count
    }

    /// Code up to backticks of the same number; without them the backticks are text.
    private mutating func takeCode() {
        let length = runLength(at: position)
        var end = position + length
        while end < scalars.count {
            guard scalars[end] == "`" else {
                end += 1
                continue
            }
            let other = runLength(at: end)
            end += other
            if other == length { return take(end - position) }
        }
        take(length)
    }

    /// How long the address of a link is with all its marks, nil if it is none: it is closed, and holds no space
    /// and no other beginning of an address.
    private func endOfAddress(closedBy mark: Unicode.Scalar, from start: Int) -> Int? {
        var end = start
        while end < scalars.count {
            if scalars[end] == mark { return end > start ? end + 1 - position : nil }
            if "<(".unicodeScalars.contains(scalars[end]) || scalars[end].properties.isWhitespace { return nil }
            end += 1
        }
        return nil
    }

    private mutating func takeRun() {
        let length = runLength(at: position)
        let end = position + length
        flush()
        let run = DelimiterRun(
            mark: scalars[position], count: length, before: position > 0 ? scalars[position - 1] : nil,
            after: end < scalars.count ? scalars[end] : nil)
        found.append(.run(run))
        position = end
    }

    private func runLength(at start: Int) -> Int { scalars[start...].prefix { $0 == scalars[start] }.count }

    private mutating func flush() {
        if !text.isEmpty { found.append(.text(text)) }
        text = String.UnicodeScalarView()
    }
}
