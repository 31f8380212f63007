/// How long to wait before the next attempt: a random time between nothing and a bound that doubles ("full jitter").
///
/// The bound before attempt n + 1 is min(cap, base · factorⁿ⁻¹). Full jitter spreads clients that failed together over
/// the whole span, which gets them all served with the fewest calls.
public struct RetryBackoff: Sendable, Hashable {
    /// The bound before the second attempt; 500 ms by default: longer than a reset connection needs, short enough for a hiccup.
    public var base: Duration
    /// By how much the bound grows from attempt to attempt; 2 by default, at least 1.
    public var factor: Double
    /// The largest bound; 30 s by default, Airtable's own penalty: nothing in the service is known to need longer. At most a day.
    public var cap: Duration

    /// Makes a back-off; numbers out of range are taken as the nearest that makes sense.
    public init(base: Duration = .milliseconds(500), factor: Double = 2, cap: Duration = .seconds(30)) {
        self.base = base
        self.factor = factor
        self.cap = cap
    }

    /// The longest wait after so many attempts (1 or more).
    public func bound(afterAttempts attempts: Int) -> Duration {
        // Grown step by step and cut at once, so that nothing overflows whatever the numbers are.
        let cap = min(max(cap, .zero), .seconds(86_400))
        let factor = factor.isNaN ? 1 : min(max(factor, 1), 1_000)
        var bound = min(max(base, .zero), cap)
        for _ in 1..<max(min(attempts, 64), 1) where bound < cap { bound = min(bound * factor, cap) }
        return bound
    }

    /// A wait after so many attempts.
    public func wait(afterAttempts attempts: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        bound(afterAttempts: attempts) * Double.random(in: 0...1, using: &generator)
    }
}
