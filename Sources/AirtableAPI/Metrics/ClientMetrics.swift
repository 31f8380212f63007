import Locking
import Metrics
import RateLimiting

/// The counters that the client keeps through swift-metrics; ``AirtableClient`` tells their names. They cost next to
/// nothing until a metrics system is bootstrapped.
final class ClientMetrics: Sendable {
    /// A request that got its permit sooner did not wait.
    static let shortestWait = Duration.milliseconds(10)

    /// Where the counters are kept; nil asks for the process's own, which is chosen after this library is loaded.
    private let factory: (any MetricsFactory)?
    private let failed = Guarded(FailedRequests())

    init(factory: (any MetricsFactory)? = nil) { self.factory = factory }

    /// A request leaves, perhaps as a repetition.
    func begin(_ request: APIRequest) {
        let fingerprint = request.fingerprint
        guard failed.withLock({ $0.leaves(fingerprint) }) else { return }
        counter("airtable_retries", request.kind).increment()
    }

    /// A request has ended.
    ///
    /// - Parameter mayComeAgain: Whether it failed in such a way that it may be sent again as it is.
    func end(_ request: APIRequest, outcome: String, mayComeAgain: Bool) {
        counter("airtable_requests", request.kind, [("outcome", outcome)]).increment()
        guard mayComeAgain else { return }
        let fingerprint = request.fingerprint
        failed.withLock { $0.note(fingerprint) }
    }

    func wait(kind: RequestKind) { counter("airtable_waits", kind).increment() }

    func rows(_ count: Int, kind: RequestKind) {
        guard count > 0 else { return }
        counter("airtable_rows", kind).increment(by: count)
    }

    private func counter(_ label: String, _ kind: RequestKind, _ more: [(String, String)] = []) -> Counter {
        Counter(label: label, dimensions: [("kind", kind.rawValue)] + more, factory: factory ?? MetricsSystem.factory)
    }
}
