/// Finds rows and their cells in a window of a CSV text. It reads nothing by itself: it says when it needs more bytes.
///
/// The grammar is RFC 4180 and what people have besides: a row ends with CRLF, LF or CR, in any mixture, and the last one
/// at the end of the file too; blank lines are skipped; a quote within a cell that does not begin with one stands for
/// itself (`5" pipe`), unless only blanks come before it, which is a slip rather than text.
struct CSVScanner: ~Copyable {
    enum Step {
        /// A row is there: see ``count`` and ``text(_:)``.
        case row
        /// The row that begins at the window's start is not whole: fill the window and call again.
        case needsBytes
        /// There are no more rows.
        case end
        case problem(CSVProblem)
    }

    /// A cell in the window, without its quotes.
    struct Cell {
        var start: UInt32
        var length: UInt32
        /// Whether quotes in it are doubled.
        var hasPairs: Bool

        @inline(__always)
        func text(in bytes: UnsafePointer<UInt8>) -> String {
            let first = bytes + Int(start)
            return hasPairs ? .unpairing(first, Int(length)) : .copying(first, Int(length))
        }
    }

    var window: TextWindow
    private var index: StructuralIndex
    private var cursor: StructuralIndex.Cursor
    private let delimiter: UInt8
    private let cellBytes: Int
    private let rowBytes: Int
    private let cells: UnsafeMutablePointer<Cell>
    /// How many cells a row may have at most.
    var columns = CSVOptions.columns
    /// How many it must have.
    var requiredCells = 0
    /// The number of cells of the row.
    private(set) var count = 0
    /// The line on which the row begins.
    private(set) var line = 1
    /// Where the next row begins, and on which line.
    private(set) var nextStart: Int
    private var nextLine = 1
    private var awaitsBytes = false
    /// Whether the next row is too long, which has been told, and is to be passed over.
    private var skipsRow = false

    init(window: consuming TextWindow, delimiter: CSVDelimiter, options: CSVOptions) {
        nextStart = window.start
        index = StructuralIndex(delimiter: delimiter.byte)
        cursor = index.cursor(at: window.start)
        self.window = window
        self.delimiter = delimiter.byte
        cellBytes = options.cellBytes
        rowBytes = options.rowBytes
        cells = .allocate(capacity: CSVOptions.columns)
    }

    deinit { cells.deallocate() }

    /// The cells of the row that was found last.
    var row: UnsafeBufferPointer<Cell> { UnsafeBufferPointer(start: cells, count: count) }

    /// The text of a cell of that row.
    @inline(__always)
    func text(_ column: Int) -> String { cells[column].text(in: window.bytes) }

    /// The line and column at which a cell of that row begins, behind its quote.
    func position(ofCell column: Int) -> (line: Int, column: Int) {
        CSVProblem(.shortRow, at: Int(cells[column].start), of: window.start, line: line).position(in: window.bytes)
    }

    /// Reads more bytes; the row that was found last is gone afterwards.
    mutating func fill(from source: inout ByteSource) throws(TabularError) {
        window.start = nextStart
        try window.fill(from: &source)
        nextStart = window.start
        cursor = index.cursor(at: nextStart)
        awaitsBytes = false
    }

    /// Finds the next row. After a row that is too short or too long it can be called again, and finds the one behind it.
    mutating func advance() -> Step {
        if awaitsBytes { return .needsBytes }
        if skipsRow { self.cursor = index.cursor(at: nextStart) }
        let bytes = UnsafePointer(window.bytes)
        let end = window.checked
        var cursor = cursor
        defer { self.cursor = cursor }
        var rowStart = nextStart
        var rowLine = nextLine
        while true {
            var lines = 0
            var start = rowStart
            count = 0
            var place: Int
            repeat {
                // One cell: `place` becomes that of the delimiter or line end behind it, or `end`.
                var cell: Cell
                if start < end, bytes[start] == .quote {
                    _ = index.take(&cursor, in: bytes, below: end)
                    var hasPairs = false
                    while true {
                        place = index.take(&cursor, in: bytes, below: end)
                        guard place >= 0 else { return ranOut(at: start, isQuoted: true) }
                        if bytes[place] == .quote {
                            guard place + 1 < end else {
                                guard window.isComplete else { return ranOut(at: start, isQuoted: true) }
                                break
                            }
                            guard bytes[place + 1] == .quote else { break }
                            hasPairs = true
                            _ = index.take(&cursor, in: bytes, below: end)
                        } else if bytes[place] == .lineFeed {
                            lines += 1
                        } else if bytes[place] == .carriageReturn {
                            if place + 1 < end, bytes[place + 1] == .lineFeed { continue }
                            lines += 1
                        }
                    }
                    cell = Cell(start: start + 1, end: place, hasPairs: hasPairs)
                    place += 1
                    if place < end {
                        guard bytes[place] == delimiter || bytes[place] == .lineFeed || bytes[place] == .carriageReturn
                        else { return .problem(CSVProblem(.textAfterQuote, at: place, of: rowStart, line: rowLine)) }
                        _ = index.take(&cursor, in: bytes, below: end)
                    }
                } else {
                    while true {
                        place = index.take(&cursor, in: bytes, below: end)
                        if place < 0 {
                            guard window.isComplete else { return ranOut(at: start, isQuoted: false) }
                            place = end
                            break
                        }
                        guard bytes[place] == .quote else { break }
                        if isBlank(bytes, start..<place) {
                            return .problem(CSVProblem(.blankBeforeQuote, at: place, of: rowStart, line: rowLine))
                        }
                    }
                    cell = Cell(start: start, end: place, hasPairs: false)
                }
                if count < columns {
                    cells[count] = cell
                    count += 1
                } else if !skipsRow {
                    skipsRow = true
                    return .problem(CSVProblem(.longRow, at: start, of: rowStart, line: rowLine))
                }
                start = place + 1
            } while place < end && bytes[place] == delimiter

            let rowEnd = place
            let isBlankLine = count == 1 && place == rowStart
            if place == end {
                // The end of the file ends a row, unless a line end just did.
                nextStart = end
                if isBlankLine || skipsRow { return .end }
            } else {
                if bytes[place] == .carriageReturn {
                    if place + 1 < end {
                        if bytes[place + 1] == .lineFeed {
                            _ = index.take(&cursor, in: bytes, below: end)
                            place += 1
                        }
                    } else if !window.isComplete {
                        return ranOut(at: start, isQuoted: false)
                    }
                }
                nextStart = place + 1
                nextLine = rowLine + lines + 1
                if isBlankLine || skipsRow {
                    skipsRow = false
                    rowStart = nextStart
                    rowLine = nextLine
                    continue
                }
            }
            guard count >= requiredCells else {
                return .problem(CSVProblem(.shortRow, at: rowEnd, of: rowStart, line: rowLine))
            }
            if rowEnd - rowStart > cellBytes, let long = firstLongCell(after: rowStart) {
                return .problem(CSVProblem(.cellTooLong, at: long, of: rowStart, line: rowLine))
            }
            if rowEnd - rowStart > rowBytes {
                return .problem(CSVProblem(.rowTooLong, at: rowStart, of: rowStart, line: rowLine))
            }
            line = rowLine
            window.start = rowStart
            return .row
        }
    }
    /// What there is to say when the row does not end in the window.
    private mutating func ranOut(at start: Int, isQuoted: Bool) -> Step {
        let end = window.checked
        if window.flaw != nil { return .problem(CSVProblem(.notText, at: end, of: nextStart, line: nextLine)) }
        // Two bytes for the quotes. A row can also be too long without any cell of it being so.
        if end - start > cellBytes + 2 {
            return .problem(CSVProblem(.cellTooLong, at: start, of: nextStart, line: nextLine))
        }
        if end - nextStart > rowBytes {
            return .problem(CSVProblem(.rowTooLong, at: nextStart, of: nextStart, line: nextLine))
        }
        if window.isComplete {
            return .problem(CSVProblem(.unterminatedQuote, at: start, of: nextStart, line: nextLine))
        }
        awaitsBytes = true
        return .needsBytes
    }

    /// Where the first cell begins that is too long, with its quote if it has one.
    private func firstLongCell(after rowStart: Int) -> Int? {
        for column in 0..<count where cells[column].length > cellBytes {
            let start = Int(cells[column].start)
            return start > rowStart && window.bytes[start - 1] == .quote ? start - 1 : start
        }
        return nil
    }

    private func isBlank(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
        range.allSatisfy { bytes[$0] == UInt8(ascii: " ") || bytes[$0] == UInt8(ascii: "\t") }
    }
}

extension CSVScanner.Cell {
    fileprivate init(start: Int, end: Int, hasPairs: Bool) {
        self.init(
            start: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end - start),
            hasPairs: hasPairs)
    }
}
