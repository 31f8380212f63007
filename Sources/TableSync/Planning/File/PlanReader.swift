import Crypto
import JSONText

/// Opens a plan file: checks that it is a plan of this format, complete and unchanged, and reads its first and last lines.
struct PlanReader {
    private static let pieceSize = 256 << 10
    private static let makeAgain = "Make the plan again."

    let file: PlanFile

    /// - Throws: What is wrong with the file.
    func plan() throws(PlanFileError) -> Plan {
        let size = try file.size()
        let headerEnd = try headerEnd(size)
        let header = try read(0..<headerEnd, line: 1) { json throws(PlanTextProblem) in
            try PlanHeader(json: json)
        }
        let (lines, summaryStart) = try check(size)
        guard summaryStart >= headerEnd else { throw cut(line: lines) }
        let summary = try read(summaryStart..<(size - PlanFormat.sealLength), line: lines - 1) {
            json throws(PlanTextProblem) in try PlanSummary(json: json)
        }
        return Plan(
            header: header, summary: summary,
            operations: PlanOperations(file: file, body: headerEnd..<summaryStart))
    }

    /// The end of the first line, if that is the header of a plan of this version.
    private func headerEnd(_ size: Int) throws(PlanFileError) -> Int {
        let beginning = try file.read(at: 0, upTo: PlanFormat.beginning.count + 20)
        guard beginning.starts(with: PlanFormat.beginning) else {
            throw PlanFileError(
                .foreign, file: file.name, line: 1, message: "this is not a plan of tablesync",
                remedy: "Name a file that `tablesync plan … -o` wrote.")
        }
        let digits = beginning.dropFirst(PlanFormat.beginning.count).prefix { (48...57).contains($0) }
        if let version = Int(String(decoding: digits, as: UTF8.self)), version > PlanFormat.version {
            throw PlanFileError(
                .newer, file: file.name, line: 1,
                message: "the plan has format \(version), and this version of tablesync reads up to "
                    + "\(PlanFormat.version)",
                remedy: "Carry it out with the version that made it, or make it again with this one.")
        }
        var offset = 0
        while offset < size {
            let piece = try file.read(at: offset, upTo: Self.pieceSize)
            if let end = piece.firstIndex(of: UInt8(ascii: "\n")) { return offset + end + 1 }
            guard !piece.isEmpty else { break }
            offset += piece.count
        }
        throw cut(line: 1)
    }

    /// Reads the whole file and compares it with its seal.
    ///
    /// - Returns: How many lines there are, and where the last one before the seal begins.
    private func check(_ size: Int) throws(PlanFileError) -> (lines: Int, summaryStart: Int) {
        let sealStart = size - PlanFormat.sealLength
        var hasher = SHA256()
        var lines = 1
        var lineStart = 0
        var previousStart = 0
        var offset = 0
        while offset < size {
            let piece = try file.read(at: offset, upTo: Self.pieceSize)
            guard !piece.isEmpty else { break }
            let hashed = max(0, min(piece.count, sealStart - offset))
            piece.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<hashed])) }
            var index = 0
            while index < piece.count, let end = piece[index...].firstIndex(of: UInt8(ascii: "\n")) {
                index = end + 1
                if offset + index < size {
                    lines += 1
                    previousStart = lineStart
                    lineStart = offset + index
                }
            }
            offset += piece.count
        }
        let seal = try file.read(at: max(0, sealStart), upTo: PlanFormat.sealLength)
        guard sealStart == lineStart, seal.starts(with: PlanFormat.sealPrefix),
            seal.suffix(3) == PlanFormat.sealSuffix[...]
        else { throw cut(line: lines) }
        guard seal == PlanFormat.seal(hasher) else {
            throw PlanFileError(
                .edited, file: file.name, message: "the plan was changed after it was made", remedy: Self.makeAgain)
        }
        return (lines, previousStart)
    }

    private func cut(line: Int) -> PlanFileError {
        PlanFileError(
            .cut, file: file.name, line: line,
            message: "the plan does not end as plans do, so it was cut off or edited", remedy: Self.makeAgain)
    }

    private func read<Value>(
        _ range: Range<Int>, line: Int, _ make: (JSONValue) throws(PlanTextProblem) -> Value
    ) throws(PlanFileError) -> Value {
        let bytes = try file.read(at: range.lowerBound, upTo: range.count)
        do {
            return try make(JSONValue(parsing: bytes))
        } catch {
            let message = (error as? PlanTextProblem)?.message ?? (error as? JSONReadError)?.message ?? "\(error)"
            throw PlanFileError(
                .edited, file: file.name, line: line, message: "the line cannot be understood: \(message)",
                remedy: Self.makeAgain)
        }
    }
}
