/// How many repetitions a whole run may still afford.
///
/// Every repetition takes one; every request that succeeds gives a part back (gRPC's retry throttling). So single failures are
/// always repeated, and against a service that answers nothing a run gives up after ``capacity`` repetitions instead
/// of trying each of its requests in vain.
public struct RetryBudget: Sendable, Hashable {
    /// How many repetitions without any success; 50 by default: an outage of a minute or so at 15 requests in flight.
    public let capacity: Int
    /// What one success gives back; 0.5 by default: half of all requests may fail once for ever.
    public let returnPerSuccess: Double
    /// What is left, between 0 and ``capacity``.
    public private(set) var balance: Double

    /// Makes a full budget.
    public init(capacity: Int = 50, returnPerSuccess: Double = 0.5) {
        self.capacity = max(capacity, 0)
        self.returnPerSuccess = returnPerSuccess.isFinite ? max(returnPerSuccess, 0) : 0
        self.balance = Double(self.capacity)
    }

    /// A request has succeeded.
    public mutating func noteSuccess() {
        balance = min(balance + returnPerSuccess, Double(capacity))
    }

    /// Takes one repetition; false if there is none left.
    mutating func withdraw() -> Bool {
        guard balance >= 1 else { return false }
        balance -= 1
        return true
    }
}
