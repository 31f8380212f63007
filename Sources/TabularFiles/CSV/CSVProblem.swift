/// What is wrong with a row, and where in the window.
struct CSVProblem {
    enum Kind {
        case shortRow
        case longRow
        case unterminatedQuote
        case textAfterQuote
        case blankBeforeQuote
        case cellTooLong
        case rowTooLong
        /// The window's flaw.
        case notText
    }

    var kind: Kind
    /// The byte at which it shows.
    var place: Int
    var rowStart: Int
    /// The line on which the row begins.
    var line: Int

    init(_ kind: Kind, at place: Int, of rowStart: Int, line: Int) {
        self.kind = kind
        self.place = place
        self.rowStart = rowStart
        self.line = line
    }

    /// The physical line and the column of `place`, both from 1, the column in Unicode scalars.
    func position(in bytes: UnsafePointer<UInt8>) -> (line: Int, column: Int) {
        var line = line
        var column = 1
        var last: UInt8 = 0
        for offset in rowStart..<max(rowStart, place) {
            let byte = bytes[offset]
            switch byte {
            case .lineFeed where last == .carriageReturn: break
            case .lineFeed, .carriageReturn:
                line += 1
                column = 1
            case 0x80...0xBF: break
            default: column += 1
            }
            last = byte
        }
        return (line, column)
    }
}
