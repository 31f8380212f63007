/// Where a run writes down what it is about to do and what became of it.
///
/// Each call returns when the event is kept as safely as the log promises; the run sends a request only after its intent
/// was taken, so a log on disk knows every request that can have left. Requests that are under way at the same time record at
/// the same time; a request's own events come one after the other, and outcomes in the order of the rows.
public protocol RunLog: Sendable {
    /// - Throws: If the event cannot be kept. The run then stops: nothing new is sent.
    func record(_ event: RunEvent) async throws
}
