public import FoundationEssentials

/// The port through which everything learns the time and waits.
///
/// In production it is ``SystemTime``; tests put a virtual clock here, so that a wait of thirty seconds takes none.
public protocol TimeSource: Sendable {
    /// The present moment; it never goes back.
    var now: TimePoint { get }

    /// The present by the calendar. It may jump when somebody sets the clock, so it is for reports and never for waits.
    var date: Date { get }

    /// Returns at `deadline` or soon after it, never before; at once if that moment has passed.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    func sleep(until deadline: TimePoint) async throws(CancellationError)
}

extension TimeSource {
    /// Waits for so long, counted from now.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: now + duration)
    }
}
