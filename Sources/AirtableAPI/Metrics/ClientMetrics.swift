import Metrics
import RateLimiting

/// The counters that the client keeps through swift-metrics; ``AirtableClient`` tells their names. They cost next to
/// nothing until a metrics system is bootstrapped.
struct ClientMetrics: Sendable {
    /// A request that got its permit sooner did not wait.
    static let shortestWait = Duration.milliseconds(10)

    /// Where the counters are kept; nil asks for the process's own, which is chosen after this library is loaded.
    var factory: (any MetricsFactory)?

    func request(kind: RequestKind, outcome: String) {
        counter("airtable_requests", kind, [("outcome", outcome)]).increment()
    }

    func retry(kind: RequestKind) { counter("airtable_retries", kind).increment() }

    func wait(kind: RequestKind) { counter("airtable_waits", kind).increment() }

    func rows(_ count: Int, kind: RequestKind) {
        guard count > 0 else { return }
        counter("airtable_rows", kind).increment(by: count)
    }

    private func counter(_ label: String, _ kind: RequestKind, _ more: [(String, String)] = []) -> Counter {
        Counter(label: label, dimensions: [("kind", kind.rawValue)] + more, factory: factory ?? MetricsSystem.factory)
    }
}
