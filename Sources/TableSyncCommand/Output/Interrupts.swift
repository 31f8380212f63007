import Locking
import TableModel
import TableSync

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What Ctrl-C and SIGTERM do from the first request that makes a table, a field or a record on: the first signal asks the
/// push to stop at a safe point, the second ends the process. Before that nothing has been changed, and they end it as usual.
final class Interrupts: Sendable {
    /// What asks the run to stop.
    let stop = StopSignal()
    private let console: Console
    /// Whether to listen to the process's signals at all.
    private let listens: Bool
    private let received = Guarded<Int32?>(nil)
    private let isListening = Guarded(false)

    init(console: Console, listens: Bool = true) {
        self.console = console
        self.listens = listens
    }

    /// The signal that was received first.
    var signal: Int32? { received.withLock { $0 } }

    /// Runs `body` while listening for signals. Within another such call it only runs it.
    ///
    /// - Throws: What `body` throws; ``CommandError`` with the signal's exit code if `body` was stopped before it wrote anything.
    func during<Result: Sendable>(_ body: @Sendable @escaping () async throws -> Result) async throws -> Result {
        let isInner = isListening.withLock { isListening in
            defer { isListening = true }
            return isListening
        }
        guard listens, !isInner else { return try await body() }
        defer { isListening.withLock { $0 = false } }
        do {
            return try await EndSignals.during(body) { self.receive($0) }
        } catch let error as RemoteError where error.code == .stopRequested {
            throw CommandError(signal.map(Exit.signal) ?? .tryLater, "Stopped as asked, before a record was written.")
        }
    }

    /// Does what the first signal of that number does, or the second.
    func receive(_ number: Int32) {
        let isFirst = received.withLock { first in
            defer { first = first ?? number }
            return first == nil
        }
        guard isFirst else {
            console.leave(
                saying:
                    "Ended at once. What was under way is in the journal, if the run had begun: tablesync runs tells how far it "
                    + "came, and tablesync resume finds out the rest.")
            _exit(128 + number)
        }
        stop.request()
        let again =
            number == SIGINT ? "Press Ctrl-C again to end at once." : "Another SIGTERM ends the process at once."
        console.message("Stopping: waiting for the answers to what was sent. \(again)")
    }
}
