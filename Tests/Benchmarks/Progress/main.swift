// Creates rows one a request, and prints how many requests and with which reader of the progress as one line of JSON:
//
//     ProgressBenchmark ROWS READER     READER is none, sleeping (takes one update and no other) or eager (takes all it gets)
import AsyncAlgorithms
import TableModel
import TableSync

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

let arguments = CommandLine.arguments
let readers: [String: @Sendable (ProgressUpdates) async -> Void] = [
    "sleeping": { updates in
        for await _ in updates { try? await Task.sleep(for: .seconds(86_400)) }
    },
    "eager": { updates in for await _ in updates {} },
]
guard arguments.count == 3, let count = Int(arguments[1]), arguments[2] == "none" || readers[arguments[2]] != nil else {
    let usage = "usage: ProgressBenchmark ROWS none|sleeping|eager\n"
    _ = write(STDERR_FILENO, usage, usage.utf8.count)
    exit(64)
}
let rows = (1...count).async.map { Row(line: $0, fields: ["seats": .number(Double($0))]) }
let report = try await EchoTable().bulkCreate(rows, outcomes: { _ in }, progress: readers[arguments[2]])
try report.requireComplete()
print("{\"rows\":\(report.counts.created),\"requests\":\(report.requests)}")
