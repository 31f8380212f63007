import Crypto
import JSONText

/// Writes a plan to a file, line by line, in constant memory.
struct PlanWriter: ~Copyable {
    /// Bytes that are gathered before they are written.
    private static let bufferSize = 256 << 10

    private let file: PlanFile
    private let header: PlanHeader
    /// Where the first step begins.
    private let start: Int
    private var text = PlanText()
    /// Bytes that are in the file.
    private var offset = 0
    private var hasher = SHA256()

    init(_ header: PlanHeader, to destination: PlanDestination) throws(PlanFileError) {
        self.header = header
        switch destination {
        case .file(let path): file = try .draft(of: path)
        case .temporary(let folder): file = try .temporary(in: folder)
        }
        text.reserveCapacity(Self.bufferSize + (16 << 10))
        text.line(header.json)
        start = text.bytes.count
    }

    mutating func append(_ operation: PlanOperation) throws(PlanFileError) {
        operation.write(to: &text)
        if text.bytes.count >= Self.bufferSize { try flush() }
    }

    /// The steps that were written so far.
    mutating func operations() throws(PlanFileError) -> PlanOperations {
        try flush()
        return PlanOperations(file: file, body: start..<offset)
    }

    /// Writes the end of the plan, and gives a file that is kept its name.
    consuming func finish(_ summary: PlanSummary) throws(PlanFileError) -> Plan {
        let operations = try operations()
        text.line(summary.json)
        try flush()
        try file.write(PlanFormat.seal(hasher), at: offset)
        try file.publish()
        return Plan(header: header, summary: summary, operations: operations)
    }

    private mutating func flush() throws(PlanFileError) {
        text.bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        try file.write(text.bytes, at: offset)
        offset += text.bytes.count
        text.removeAll()
    }
}
