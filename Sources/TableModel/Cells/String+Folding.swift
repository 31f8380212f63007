extension String {
    /// The text as the service keeps it in one line: line breaks and tabs are spaces, CRLF is one; without outer
    /// whitespace.
    var foldedToOneLine: String {
        guard hasLineBreak || utf8.contains(UInt8(ascii: "\t")) else { return String(trimmingOuterSpace()) }
        return String(String(map { $0.isNewline || $0 == "\t" ? " " : $0 }).trimmingOuterSpace())
    }

    /// The text as the service keeps it in several lines: CRLF is LF; without whitespace at the end.
    var foldedLines: String {
        let folded = utf8.contains(UInt8(ascii: "\r")) ? String(map { $0 == "\r\n" ? "\n" : $0 }) : self
        let scalars = folded.unicodeScalars
        guard let last = scalars.lastIndex(where: { !$0.isSpace }) else { return "" }
        return String(folded[..<scalars.index(after: last)])
    }
}
