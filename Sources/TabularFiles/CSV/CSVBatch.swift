import Synchronization
import TableModel

/// Rows that were found in a CSV text, with the bytes in which they stand.
///
/// Whoever makes a batch should hold the only copy, so that its memory can be used again: to get that from the system for every
/// batch would take a fifth of all time.
struct CSVBatch: Sendable {
    /// How many cells a batch holds before it ends, but for those of its last row.
    static let cellCount = 128 * 1024

    /// The text of the rows, and some bytes behind it that may be read.
    private var bytes: [UInt8] = []
    /// As many for every row as there are columns, their places counted from the first byte.
    private var cells: [CSVRow.Cell] = []
    /// The cells in whose text quotes are doubled.
    private var paired: [Int] = []
    /// Where in the window the first row begins.
    private var base = 0
    private var lines: [Int] = []
    private let columns: Int
    /// What ended the batch, if it was neither full nor the last.
    var error: TabularError?

    init(columns: Int) { self.columns = columns }

    /// The number of rows.
    var count: Int { lines.count }
    var isEmpty: Bool { lines.isEmpty }
    var isFull: Bool { cells.count >= Self.cellCount }

    /// Takes over the row that the scanner found last; rows that are short get blank cells.
    mutating func append(from scanner: borrowing CSVScanner) {
        if lines.isEmpty { base = scanner.window.start }
        for cell in scanner.row {
            if cell.hasPairs { paired.append(cells.count) }
            cells.append(CSVRow.Cell(start: cell.start - UInt32(base), length: cell.length))
        }
        for _ in scanner.row.count..<columns { cells.append(CSVRow.Cell(start: 0, length: 0)) }
        lines.append(scanner.line)
    }

    /// Copies the text of the rows that were appended, which all stand in the scanner's window, and makes one quote of
    /// two.
    mutating func keepText(of scanner: borrowing CSVScanner) {
        let count = scanner.nextStart - base + TextWindow.padding
        bytes.append(contentsOf: UnsafeBufferPointer(start: scanner.window.bytes + base, count: count))
        bytes.withUnsafeMutableBufferPointer { bytes in
            guard let text = bytes.baseAddress else { return }
            for index in paired {
                let first = text + Int(cells[index].start)
                cells[index].length = UInt32(String.unpair(first, Int(cells[index].length), into: first))
            }
        }
    }

    /// Empties the batch for other rows; its memory stays.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        paired.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        error = nil
    }

    /// Hands the rows to `body`, then throws the error if there is one.
    func forEachRow(_ body: (borrowing CSVRow) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { bytes in
            try cells.withUnsafeBufferPointer { cells in
                guard let text = bytes.baseAddress, let first = cells.baseAddress else { return }
                for (row, line) in lines.enumerated() {
                    try body(CSVRow(line: line, count: columns, cells: first + row * columns, text: text))
                }
            }
        }
        if let error { throw error }
    }

    /// The line on which the row at `index` begins.
    func line(_ index: Int) -> Int { lines[index] }

    /// The cells of the row at `index` as texts.
    func values(ofRow index: Int) -> [FieldValue] {
        bytes.withUnsafeBufferPointer { bytes in
            cells(ofRow: index).map { cell in
                .string(bytes.baseAddress.map { .copying($0 + Int(cell.start), Int(cell.length)) } ?? "")
            }
        }
    }

    /// Gives `body`, for one row after another, the raw encodings of the cells in the columns `places`, in this order.
    ///
    /// All are written to the same place, which has room for the longest: an array would ask before each byte whether it has.
    func encodeRaw(_ places: [Int], ofRows rows: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        let room = places.count * FieldValue.rawOpening + bytes.count + TextWindow.padding
        bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { encoded in
                guard let text = bytes.baseAddress, let start = encoded.baseAddress else { return }
                for row in rows {
                    let cells = cells(ofRow: row)
                    var end = start
                    for place in places {
                        let cell = cells[cells.startIndex + place]
                        end += FieldValue.writeRaw(text: text + Int(cell.start), count: Int(cell.length), to: end)
                    }
                    body(UnsafeRawBufferPointer(start: start, count: end - start))
                }
            }
        }
    }

    private func cells(ofRow index: Int) -> ArraySlice<CSVRow.Cell> {
        cells[index * columns..<(index + 1) * columns]
    }
}

/// A place where one side leaves a batch for the other.
struct CSVBatchSlot: ~Copyable, Sendable {
    private let slot = Mutex<CSVBatch?>(nil)

    func put(_ batch: consuming CSVBatch) {
        var batch: CSVBatch? = batch
        slot.withLock { swap(&$0, &batch) }
    }

    func take() -> CSVBatch? { slot.withLock { $0.take() } }
}
