@testable import TabularFiles

/// The grammar of ``CSVReader`` written down plainly, byte by byte over a whole text: what the fast reader is held
/// against.
struct SlowCSV {
    struct Problem: Error, Equatable {
        var code: TabularError.Code
        var line: Int
        var column: Int
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    /// Up to here it is text; beyond, if there is a beyond, stands what is none.
    private let textEnd: Int
    private var place = 0

    private init(_ bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        let beforeZero = bytes.firstIndex(of: 0) ?? bytes.count
        textEnd =
            (0...beforeZero).reversed().first { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? 0
    }

    /// Rows with their lines, and the problem that ended them.
    static func rows(
        of bytes: [UInt8], delimiter: Character = ",", padded: Bool = false
    ) -> (rows: [(line: Int, cells: [String])], problem: Problem?) {
        var parser = SlowCSV(bytes, delimiter: delimiter.asciiValue ?? 0)
        var rows: [(line: Int, cells: [String])] = []
        do throws(Problem) {
            while let row = try parser.row(columns: rows.first?.cells.count, padded: padded) { rows.append(row) }
        } catch {
            return (rows, error)
        }
        return (rows, nil)
    }

    private mutating func row(columns: Int?, padded: Bool) throws(Problem) -> (line: Int, cells: [String])? {
        while true {
            let start = place
            var cells: [String] = []
            var isBlankLine = false
            var end: Int
            repeat {
                let cellStart = place
                cells.append(try cell())
                end = place
                if let columns, cells.count > columns { throw problem(.longRow, at: cellStart) }
            } while skip(delimiter)
            isBlankLine = cells.count == 1 && end == start
            if place == textEnd, textEnd == bytes.count {
                if isBlankLine { return nil }
            } else if skip(0x0D) {
                // Whether LF follows cannot be told at what is not text.
                if place == textEnd, textEnd < bytes.count { throw flaw() }
                _ = skip(0x0A)
            } else {
                _ = skip(0x0A)
            }
            if isBlankLine { continue }
            if let columns, cells.count < columns {
                guard padded else { throw problem(.shortRow, at: end) }
                cells += [String](repeating: "", count: columns - cells.count)
            }
            return (problem(.empty, at: start).line, cells)
        }
    }

    private mutating func cell() throws(Problem) -> String {
        let start = place
        var text: [UInt8] = []
        if skip(0x22) {
            while true {
                guard place < textEnd else {
                    throw textEnd < bytes.count ? flaw() : problem(.unterminatedQuote, at: start)
                }
                if !skip(0x22) {
                    text.append(bytes[place])
                    place += 1
                } else if place == textEnd, textEnd < bytes.count {
                    throw flaw()
                } else if skip(0x22) {
                    text.append(0x22)
                } else {
                    break
                }
            }
            if place < textEnd, ![delimiter, 0x0D, 0x0A].contains(bytes[place]) {
                throw problem(.textAfterQuote, at: place)
            }
        } else {
            while place < textEnd, ![delimiter, 0x0D, 0x0A].contains(bytes[place]) {
                if bytes[place] == 0x22, text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                    throw problem(.blankBeforeQuote, at: place)
                }
                text.append(bytes[place])
                place += 1
            }
            if place == textEnd, textEnd < bytes.count { throw flaw() }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard place < textEnd, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private func flaw() -> Problem {
        problem(bytes[textEnd] == 0 ? .zeroByte : .invalidUTF8, at: textEnd)
    }

    private func problem(_ code: TabularError.Code, at place: Int) -> Problem {
        // A line end is one character to Swift, CR LF too.
        let before = String(decoding: bytes[..<place], as: UTF8.self)
        let lines = before.split(omittingEmptySubsequences: false) { ["\n", "\r", "\r\n"].contains($0) }
        return Problem(code: code, line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}
