import GRDB
import TableModel
import Testing

@testable import TableSync

/// A journal that runs were removed from, and whose file cannot be made smaller: what was removed is told all the same.
struct CompactingTests {
    private typealias Scene = JournalScene

    /// Does something to a journal's file once a change of it is on the disk, and before the next.
    private final class AfterCommit: TransactionObserver {
        private let act: (Database) throws -> Void

        init(_ act: @escaping (Database) throws -> Void) { self.act = act }

        func observes(eventsOfKind _: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with _: DatabaseEvent) {}
        func databaseDidRollback(_: Database) {}
        func databaseDidCommit(_ database: Database) {
            do { try act(database) } catch { Issue.record(error) }
        }
    }

    /// A journal with two runs that are finished, and much to be given back of the first.
    private static func journal(in folder: String) async throws -> (Journal, old: RunID) {
        let journal = try Journal(in: folder, for: Scene.target, patience: .zero)
        let runs = try (0..<2).map { _ in try journal.begin(Scene.description) }
        let text = FieldValue.string(String(repeating: "x", count: 200_000))
        let chunk = WriteChunk(.create, [.init(fields: ["name": text])])
        try await journal.log(of: runs[0]).record(.intent(attempt: 1, chunk: chunk, rows: [0]))
        for run in runs { try journal.end(run, RunEnding(.complete, at: run.begun, sentence: "")) }
        return (journal, runs[0].id)
    }

    private static func pages(_ journal: Journal) throws -> Int {
        try journal.reading { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
    }

    @Test func `runs are removed also if another process keeps the file from being made smaller`() async throws {
        try await withTemporaryFolder { folder in
            let (journal, old) = try await Self.journal(in: folder)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: journal.path, configuration: configuration)
            let observer = AfterCommit { _ in
                try other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
            }
            journal.queue.add(transactionObserver: observer, extent: .nextTransaction)
            let before = try Self.pages(journal)
            let pruning = try journal.prune(keeping: .newest(1))
            #expect(pruning.removed == [old])
            #expect(pruning.bytes > 0 && pruning.bytes < 200_000)
            #expect(
                pruning.warning
                    == "The journal \(journal.path) could not be made smaller: another process is using it. The runs to come take "
                    + "the room that is free in it. Prune again when that has ended.")
            #expect(try Self.pages(journal) == before)

            try await other.writeWithoutTransaction { try $0.rollback() }
            let again = try journal.prune(keeping: .newest(1))
            #expect(again.removed.isEmpty && again.warning == nil)
            #expect(try Self.pages(journal) < before)
        }
    }

    @Test func `why the file could not be made smaller is said with what to do, unless it is damaged`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let words: [(ResultCode, String)] = [
                (
                    .SQLITE_FULL,
                    ": the disk is full. The runs to come take the room that is free in it. Make room, then prune "
                ),
                (.SQLITE_BUSY, ": another process is using it. "), (.SQLITE_LOCKED, ": another process is using it. "),
                (.SQLITE_IOERR, ": disk I/O error. "), (.SQLITE_CANTOPEN, ": unable to open database file. "),
            ]
            for (code, words) in words {
                let warning = try journal.warning(for: DatabaseError(resultCode: code))
                #expect(warning.hasPrefix("The journal \(journal.path) could not be made smaller\(words)"))
            }
            let problem = #expect(throws: JournalError.self) {
                _ = try journal.warning(for: DatabaseError(resultCode: .SQLITE_CORRUPT))
            }
            #expect(problem?.code == .damagedInUse)
        }
    }
}
