extension CSVProblem {
    /// What the words about a problem need to know besides its place.
    struct Context {
        var file: String
        /// Empty while the header is being read.
        var header: [String]
        /// The number of cells that the row has, or had until the problem.
        var count: Int
        var options: CSVOptions
        var flaw: TextWindow.Flaw?
    }

    /// The problem in words.
    func error(in context: Context, line: Int, column: Int) -> TabularError {
        let (code, message, remedy) = words(in: context, line: line)
        return TabularError(
            code, file: context.file, line: line, column: column, message: message, remedy: remedy)
    }

    private func words(in context: Context, line: Int) -> (TabularError.Code, message: String, remedy: String) {
        let row = line == self.line ? "the row" : "the row that begins on line \(self.line)"
        let columns = context.header.count
        switch kind {
        case .shortRow:
            return (
                .shortRow,
                "\(row) has \(counted(context.count, "cell")), but the header \(counted(columns, "column")): "
                    + "there is none for \"\(context.header[context.count])\"",
                "Add what is missing, or allow short rows to be padded with blank cells."
            )
        case .longRow where context.header.isEmpty:
            return (
                .tooManyColumns, "the header has more than \(CSVOptions.columns) columns",
                "Check that the delimiter is the right one, or split the file."
            )
        case .longRow:
            return (
                .longRow, "\(row) has more cells than the header has columns (\(columns))",
                "Put cells that hold the delimiter into quotes, or remove what is too much."
            )
        case .unterminatedQuote:
            return (
                .unterminatedQuote, "a quote was opened and never closed",
                "Close it, or, if it is part of the text, put the whole cell into quotes and double those inside it."
            )
        case .textAfterQuote:
            return (
                .textAfterQuote, "a closing quote is followed by more text",
                "Double the quotes that are part of a quoted cell's text."
            )
        case .blankBeforeQuote:
            return (
                .blankBeforeQuote, "blanks come before a quote",
                "Remove the blanks, or, if they are part of the text, put the whole cell into quotes and double those "
                    + "inside it."
            )
        case .cellTooLong:
            return (
                .cellTooLong, "a cell is longer than \(context.options.cellBytes) bytes",
                "If it begins with a quote, that is probably never closed: close it. Otherwise raise the limit."
            )
        case .rowTooLong:
            return (
                .rowTooLong, "\(row) is longer than \(context.options.rowBytes) bytes",
                "Check that the file is CSV and has line ends, or raise the limit."
            )
        case .notText: return context.flaw.map { words(for: $0, in: context) } ?? (.cannotRead, "", "")
        }
    }

    private func words(
        for flaw: TextWindow.Flaw, in context: Context
    ) -> (TabularError.Code, message: String, remedy: String) {
        func conversion(from encoding: String) -> String {
            let names = context.file == ByteSource.standardInputName ? "" : " '\(context.file)' > utf8.csv"
            return "Convert it to UTF-8, for example with: iconv -f \(encoding) -t UTF-8\(names)"
        }
        switch flaw {
        case .foreignMark(let encoding):
            return (.invalidUTF8, "the file is \(encoding), as its byte order mark says", conversion(from: encoding))
        case .zeroByte(likelyUTF16: true):
            return (
                .zeroByte, "a zero byte is not text; many of them tell of UTF-16",
                conversion(from: "UTF-16LE")
            )
        case .zeroByte:
            return (
                .zeroByte, "a zero byte is not text", "Remove it, or export the file again: it may be damaged."
            )
        case .cutOff:
            return (
                .invalidUTF8, "the file ends in the middle of a character",
                "It was probably cut off: get it again."
            )
        case .malformed(let byte):
            let digits = String(byte, radix: 16, uppercase: true)
            return (
                .invalidUTF8, "byte 0x\(digits) is not UTF-8; the file is probably Latin-1 or Windows-1252",
                conversion(from: "WINDOWS-1252")
            )
        }
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
