// Creates rows at a server, and prints what that took as one line of JSON:
//
//     JournalBenchmark URL BASE TABLE ROWS STATE     with a journal in the folder STATE, or with none for -
import AirtableAPI
import TableModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

let arguments = CommandLine.arguments
guard arguments.count == 6, let base = BaseID(rawValue: arguments[2]), let table = TableID(rawValue: arguments[3]),
    let rows = Int(arguments[4])
else {
    let usage = "usage: JournalBenchmark URL BASE TABLE ROWS STATE\n"
    _ = write(STDERR_FILENO, usage, usage.utf8.count)
    exit(64)
}
let creation = BulkCreation(
    address: try ServiceAddress(arguments[1]), base: base, table: table,
    stateFolder: arguments[5] == "-" ? nil : arguments[5])
let clock = ContinuousClock()
let start = clock.now
let requests = try await creation(rows: rows)
let seconds = (clock.now - start) / .seconds(1)
print("{\"rows\":\(rows),\"requests\":\(requests),\"seconds\":\(seconds)}")
