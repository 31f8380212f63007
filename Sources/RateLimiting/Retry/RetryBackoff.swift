/// How long to wait before the next attempt: a random time between nothing and a bound that doubles ("full jitter").
///
/// The bound before attempt n + 1 is min(cap, base · factorⁿ⁻¹). Full jitter spreads clients that failed together over
/// the whole span, which gets them all served with the fewest calls.
public struct RetryBackoff: Sendable, Hashable {
    /// The bound before the second attempt; 500 ms by default: longer than a reset connection needs, short enough for a hiccup.
    public var base: Duration
    /// By how much the bound grows from attempt to attempt; 2 by default.
    public var factor: Double
    /// The largest bound; 30 s by default, Airtable's own penalty: nothing in the service is known to need longer.
    public var cap: Duration

    public init(base: Duration = .milliseconds(500), factor: Double = 2, cap: Duration = .seconds(30)) {
        self.base = base
        self.factor = factor
        self.cap = cap
    }

    /// The longest wait after so many attempts (1 or more).
    public func bound(afterAttempts attempts: Int) -> Duration {
        var bound = max(base, .zero)
        // Grown step by step and cut at once, so that no number of attempts overflows.
        for _ in 1..<max(min(attempts, 64), 1) where bound < cap { bound = bound * max(factor, 1) }
        return min(bound, max(cap, .zero))
    }

    /// A wait after so many attempts.
    public func wait(afterAttempts attempts: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        bound(afterAttempts: attempts) * Double.random(in: 0...1, using: &generator)
    }
}
