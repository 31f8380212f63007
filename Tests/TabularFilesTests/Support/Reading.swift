import Synchronization
import TableModel

@testable import TabularFiles

/// What reading a CSV text gives: the rows up to its end, or up to an error.
struct Reading: Equatable, CustomStringConvertible {
    struct Line: Equatable {
        var line: Int
        var cells: [String]
    }

    var header: [String] = []
    var rows: [Line] = []
    var error: TabularError?

    var description: String {
        "\(header) " + rows.map { "\($0.line): \($0.cells)" }.joined(separator: " ") + (error.map { " ! \($0)" } ?? "")
    }

    /// Cells bytewise: `==` of texts holds for different bytes (é and e with an accent).
    static func == (left: Reading, right: Reading) -> Bool {
        left.header.map { Array($0.utf8) } == right.header.map { Array($0.utf8) }
            && left.rows.map(\.line) == right.rows.map(\.line)
            && left.rows.map { $0.cells.map { Array($0.utf8) } } == right.rows.map { $0.cells.map { Array($0.utf8) } }
            && left.error == right.error
    }
}

/// Reads `bytes` in pieces of `chunk` with a buffer that begins with `buffer` bytes.
func read(
    _ bytes: [UInt8], name: String = "users.csv", options: CSVOptions = CSVOptions(), chunk: Int = .max,
    buffer: Int = ByteSource.chunkSize
) -> Reading {
    var reading = Reading()
    do throws(TabularError) {
        var reader = try CSVReader(
            ByteSource(bytes: bytes, name: name, chunk: chunk), options: options, bufferSize: buffer)
        reading.header = reader.header
        while try reader.next() { reading.rows.append(Reading.Line(line: reader.line, cells: reader.cells())) }
    } catch {
        reading.error = error
    }
    return reading
}

func read(_ text: String, options: CSVOptions = CSVOptions()) -> Reading {
    read(Array(text.utf8), options: options)
}

/// The sizes in which sources hand out bytes and buffers begin: those that cut everything, and those in use.
let pieces = [1, 2, 3, 7, 64 * 1024]

/// Collects what a writer writes.
final class Collector: Sendable {
    private let collected = Mutex<[UInt8]>([])

    var bytes: [UInt8] { collected.withLock { $0 } }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    func sink() -> ByteSink {
        ByteSink(name: "out") { bytes in self.collected.withLock { $0 += bytes } }
    }
}

/// All rows of a pass.
func rows(of file: TabularFile) async throws -> [Row] {
    var rows: [Row] = []
    for try await row in file.rows() { rows.append(row) }
    return rows
}
