import TableModel
// Reads a CSV file row by row, every cell into a String, and prints what that took as one line of JSON:
//
//     Benchmarks FILE.csv            the reader alone
//     Benchmarks --rows FILE.csv     the rows that a push sees: TabularFile and its AsyncSequence
import TabularFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

struct Count {
    var rows = 0
    var fields = 0
    /// The sum of the texts' lengths in UTF-8: it keeps the optimiser from leaving texts out.
    var bytes = 0
}

/// The greatest resident size of this process so far, in bytes.
func peakMemory() -> Int {
    var usage = rusage()
    #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
        getrusage(RUSAGE_SELF, &usage)
    #endif
    #if canImport(Darwin)
        return usage.ru_maxrss
    #else
        return usage.ru_maxrss * 1024
    #endif
}

func readCells(of path: String) throws -> Count {
    var count = Count()
    var reader = try CSVReader(ByteSource(path: path))
    while try reader.next() {
        count.rows += 1
        for column in 0..<reader.count {
            let text = reader[column]
            count.fields += 1
            count.bytes += text.utf8.count
        }
    }
    return count
}

func readRows(of path: String) async throws -> Count {
    var count = Count()
    for try await row in try TabularFile.open(path).rows() {
        count.rows += 1
        for value in row.fields.values {
            guard case .string(let text) = value else { continue }
            count.fields += 1
            count.bytes += text.utf8.count
        }
    }
    return count
}

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.last, arguments.count == 1 || (arguments.count == 2 && arguments.first == "--rows") else {
    let usage = "usage: Benchmarks [--rows] FILE.csv\n"
    _ = write(STDERR_FILENO, usage, usage.utf8.count)
    exit(64)
}
let clock = ContinuousClock()
let start = clock.now
let count = try arguments.count == 2 ? await readRows(of: path) : readCells(of: path)
let seconds = (clock.now - start) / .seconds(1)
print(
    """
    {"rows":\(count.rows),"fields":\(count.fields),"bytes":\(count.bytes),"seconds":\(seconds),\
    "peakBytes":\(peakMemory())}
    """)
