import TableModel
// Reads a CSV file row by row, every cell into a String, and prints what that took as one line of JSON:
//
//     CSVBenchmark parallel FILE.csv     ParallelCSVReader
//     CSVBenchmark serial FILE.csv       CSVReader
//     CSVBenchmark rows FILE.csv         the rows that a push sees: TabularFile and its AsyncSequence
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

func readInParallel(_ path: String) async throws -> Count {
    var count = Count()
    try await ParallelCSVReader(ByteSource(path: path)).forEachRow { row in
        count.rows += 1
        for column in 0..<row.count {
            let text = row[column]
            count.fields += 1
            count.bytes += text.utf8.count
        }
    }
    return count
}

func readSerially(_ path: String) throws -> Count {
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

func readRows(_ path: String) async throws -> Count {
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

let arguments = CommandLine.arguments
let clock = ContinuousClock()
let start = clock.now
let count: Count
switch (arguments.dropFirst().first, arguments.count) {
case ("parallel", 3): count = try await readInParallel(arguments[2])
case ("serial", 3): count = try readSerially(arguments[2])
case ("rows", 3): count = try await readRows(arguments[2])
default:
    let usage = "usage: CSVBenchmark parallel|serial|rows FILE.csv\n"
    _ = write(STDERR_FILENO, usage, usage.utf8.count)
    exit(64)
}
let seconds = (clock.now - start) / .seconds(1)
print(
    """
    {"rows":\(count.rows),"fields":\(count.fields),"bytes":\(count.bytes),"seconds":\(seconds),\
    "peakBytes":\(peakMemory())}
    """)
