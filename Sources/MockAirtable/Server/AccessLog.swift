import Locking

/// Hands every request on, appends it to a file if there is one, and sums all up.
final class AccessLog: Sendable {
    private let file: AppendFile?
    private let onEntry: @Sendable (AccessLogEntry) -> Void
    private let state = Guarded(State())

    private struct State {
        var tally = AccessTally()
        var problem: ServeError?
    }

    init(file: AppendFile? = nil, onEntry: @escaping @Sendable (AccessLogEntry) -> Void = { _ in }) {
        self.file = file
        self.onEntry = onEntry
    }

    /// Lines come in the order in which requests end. A line that cannot be written is told in ``problem``; the requests
    /// themselves go on.
    func add(_ entry: AccessLogEntry) {
        state.withLock { state in
            state.tally.add(entry)
            guard let file, state.problem == nil else { return }
            do throws(ServeError) {
                try file.append(entry.jsonLine)
            } catch {
                state.problem = error
            }
        }
        onEntry(entry)
    }

    /// What came together until now.
    var summary: AccessSummary { state.withLock { $0.tally.summary } }

    /// Why the file has not all lines.
    var problem: ServeError? { state.withLock { $0.problem } }
}
