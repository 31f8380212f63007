import Locking

@testable import TableSync

/// A log that something befalls before an event.
final class TroubledLog: RunLog {
    private let base: any RunLog
    private let event: Int
    private let trouble: @Sendable () throws -> Void
    private let count = Guarded(0)

    /// - Parameter trouble: What befalls it; an error of it is the log's.
    init(_ base: any RunLog, before event: Int, _ trouble: @escaping @Sendable () throws -> Void) {
        self.base = base
        self.event = event
        self.trouble = trouble
    }

    func record(_ event: RunEvent) async throws {
        let place = count.withLock { count in
            defer { count += 1 }
            return count
        }
        if place == self.event { try trouble() }
        try await base.record(event)
    }
}
