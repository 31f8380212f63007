import Synchronization
import TableSync
import UnixSignals

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What Ctrl-C and SIGTERM do: the first asks the run to stop at a safe point, the second ends the process.
final class Interrupts: Sendable {
    private let console: Console
    private let stop: StopSignal
    private let received = Mutex<Int32?>(nil)

    init(console: Console, stop: StopSignal) {
        self.console = console
        self.stop = stop
    }

    /// The signal that was received first.
    var signal: Int32? { received.withLock { $0 } }

    /// Runs `body` while listening for signals.
    func during<Result: Sendable>(_ body: @Sendable @escaping () async throws -> Result) async throws -> Result {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await signal in signals { self.receive(signal.rawValue) } }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    private func receive(_ number: Int32) {
        let isFirst = received.withLock { first in
            defer { first = first ?? number }
            return first == nil
        }
        guard isFirst else { _exit(128 + number) }
        console.message("Stopping: waiting for the answers to what was sent. Press Ctrl-C again to end at once.")
        stop.request()
    }
}
