/// The marks of emphasis in one block of Markdown: found as CommonMark has it, and written anew.
struct RichTextMarks {
    private let pieces: [RichTextPiece]
    /// By the position of their run among the pieces; what an opening run opens stands innermost last, as what a closing
    /// run closes stands innermost first.
    private var openers: [Int: [DelimiterMatch]] = [:]
    private var closers: [Int: [DelimiterMatch]] = [:]
    /// The marks of emphasised text that is being written, the innermost last.
    private var emphasis: [Unicode.Scalar] = []
    private var result = String.UnicodeScalarView()

    /// Strong text in `**`, emphasised text in `_`, or in `*` where `_` would mark nothing; marks without a partner get a
    /// backslash unless there is space around them.
    static func rewritten(_ block: String) -> String {
        var scanner = RichTextScanner(block)
        let pieces = scanner.pieces()
        guard pieces.contains(where: { if case .run = $0 { true } else { false } }) else { return block }
        var marks = RichTextMarks(pieces)
        marks.write()
        return String(marks.result)
    }

    private init(_ pieces: [RichTextPiece]) {
        self.pieces = pieces
        for match in DelimiterMatcher.matches(of: pieces) {
            openers[match.opener, default: []].insert(match, at: 0)
            closers[match.closer, default: []].append(match)
        }
    }

    private mutating func write() {
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let text): result.append(contentsOf: text)
            case .run(let run): write(run, at: index)
            }
        }
    }

    private mutating func write(_ run: DelimiterRun, at index: Int) {
        let closed = closers[index] ?? []
        let opened = openers[index] ?? []
        for match in closed { if match.isStrong { write("**") } else { write(emphasis.removeLast()) } }
        let lonely = run.count - closed.reduce(0) { $0 + $1.length } - opened.reduce(0) { $0 + $1.length }
        for _ in 0..<lonely {
            if !run.isFree { result.append("\\") }
            result.append(run.mark)
        }
        for match in opened {
            guard !match.isStrong else {
                write("**")
                continue
            }
            emphasis.append(mark(of: match))
            write(emphasis[emphasis.count - 1])
        }
    }

    /// `_` marks nothing inside a word, nor beside another `_`.
    private func mark(of match: DelimiterMatch) -> Unicode.Scalar {
        let before = result.last
        guard before != "_", before.isSpace || before.isPunctuation else { return "*" }
        // More marks of the same run may follow the closing one.
        guard closers[match.closer]?.last?.opener == match.opener, openers[match.closer] == nil,
            pieces.indices.contains(match.closer + 1), case .text(let text) = pieces[match.closer + 1]
        else { return "_" }
        let after = text.first
        return after.isSpace || after.isPunctuation ? "_" : "*"
    }

    private mutating func write(_ marks: String) { result.append(contentsOf: marks.unicodeScalars) }
    private mutating func write(_ mark: Unicode.Scalar) { result.append(mark) }
}
