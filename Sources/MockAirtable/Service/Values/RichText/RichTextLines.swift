/// The lines of a rich text: without spaces at their ends, bullets as `-`, without empty lines at the end.
struct RichTextLines {
    private var lines: [Line] = []

    private struct Line {
        /// Spaces and the mark of a list item, a heading or a quotation.
        var indent: Substring
        var content: Substring
        /// Whether the line is code, in which nothing is a mark.
        var isCode: Bool
        /// Whether emphasis cannot reach over from the line before.
        var beginsBlock: Bool

        var isEmpty: Bool { indent.isEmpty && content.isEmpty }
    }

    init(_ text: String) {
        var fence: Fence?
        for line in Self.split(text) {
            let kept = StoredText.withoutTrailingSpace(String(line))[...]
            let mark = Fence(kept)
            if let open = fence {
                lines.append(Line(indent: "", content: kept, isCode: true, beginsBlock: true))
                if let mark, mark.closes(open) { fence = nil }
            } else if let mark {
                fence = mark
                lines.append(Line(indent: "", content: kept, isCode: true, beginsBlock: true))
            } else {
                lines.append(Self.textLine(kept, follows: lines.last))
            }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
    }

    /// Whether there is no content.
    var isEmpty: Bool { lines.isEmpty }

    /// The lines with one line break at the end.
    var text: String { lines.map { $0.indent + $0.content }.joined(separator: "\n") + "\n" }

    /// The lines with `body` applied to the text of each paragraph, list item, heading and quoted line.
    func mapBlocks(_ body: (String) -> String) -> RichTextLines {
        var result = self
        var start = 0
        while start < lines.count {
            var end = start + 1
            while end < lines.count, !lines[end].beginsBlock { end += 1 }
            if !lines[start].isCode {
                // Marks never hold a line break, so that there are as many lines as before.
                let block = lines[start..<end].map { String($0.content) }.joined(separator: "\n")
                let rewritten = body(block).split(separator: "\n", omittingEmptySubsequences: false)
                for (index, content) in zip(start..<end, rewritten) { result.lines[index].content = content }
            }
            start = end
        }
        return result
    }

    private static func textLine(_ line: Substring, follows previous: Line?) -> Line {
        let spaces = line.prefix { $0 == " " || $0 == "\t" }
        let rest = line[spaces.endIndex...]
        // A bullet is followed by a space, or by nothing.
        let isSpaced = rest.dropFirst().first.map { $0 == " " || $0 == "\t" } ?? true
        if let first = rest.first, "*-+".contains(first), isSpaced {
            let mark = first == "*" ? "-" : String(first)
            return Line(indent: spaces + mark, content: rest.dropFirst(), isCode: false, beginsBlock: true)
        }
        let isMarked = rest.first == "#" || rest.first == ">" || isNumbered(rest)
        let followsText = previous.map { !$0.isCode && !$0.isEmpty && $0.content.first != "#" } ?? false
        return Line(
            indent: spaces, content: rest, isCode: false, beginsBlock: rest.isEmpty || isMarked || !followsText)
    }

    /// Whether the line begins with `1.` or `1)`.
    private static func isNumbered(_ line: Substring) -> Bool {
        let digits = line.prefix { $0.isASCII && $0.isWholeNumber }
        return !digits.isEmpty && digits.count <= 9 && [".", ")"].contains(line[digits.endIndex...].first)
    }

    /// The text at its line breaks; `\r\n` and `\r` are some too.
    private static func split(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            if scalar == "\n" || scalar == "\r" {
                lines.append(text[start..<index])
                let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
                start = isPair ? scalars.index(after: next) : next
                index = start
            } else {
                index = next
            }
        }
        lines.append(text[start...])
        return lines
    }
}

/// A line that begins or ends a block of code: three or more backticks or tildes.
private struct Fence {
    private let mark: Character
    private let length: Int
    private let isBare: Bool

    init?(_ line: Substring) {
        let rest = line.drop { $0 == " " }
        guard let first = rest.first, first == "`" || first == "~" else { return nil }
        let run = rest.prefix { $0 == first }
        guard run.count >= 3, first == "~" || !rest[run.endIndex...].contains("`") else { return nil }
        mark = first
        length = run.count
        isBare = run.endIndex == rest.endIndex
    }

    func closes(_ open: Fence) -> Bool { isBare && mark == open.mark && length >= open.length }
}
