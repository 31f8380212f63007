/// How many requests the command may send: what the user has said, and what this month has left.
struct CallQuota: Sendable {
    /// The most requests of this command; nil for any number.
    var maxCalls: Int?
    /// The share of the month's calls that is left alone, from 0 to 1; nil for none.
    var reserve: Double?
    /// What the service allows in a month; nil if nobody has said.
    var monthlyCalls: Int?
    /// Counts what is sent; nil where nothing is metered.
    var count: CallCount?

    /// No bound, and nothing is counted.
    static let none = CallQuota()

    /// How many requests may leave, and why not more.
    struct Limit: Sendable, Hashable {
        let calls: Int
        /// Such as `--max-calls 5 allows no more`.
        let reason: String
    }

    /// What may still be sent when the command has sent `sent`; nil for any number.
    func left(after sent: Int) -> Limit? {
        let limits = [
            maxCalls.map { Limit(calls: max($0 - sent, 0), reason: "--max-calls \($0) allows no more") }, leftOfMonth,
        ]
        return limits.compactMap(\.self).min { $0.calls < $1.calls }
    }

    private var leftOfMonth: Limit? {
        guard let reserve, let monthlyCalls, let count else { return nil }
        let kept = Int((Double(monthlyCalls) * reserve).rounded(.up))
        let made = count.made
        return Limit(
            calls: max(monthlyCalls - kept - made, 0),
            reason: "\(Wording.count(made)) of the month's \(Wording.count(monthlyCalls, "call")) have been made, and "
                + "\(Wording.count(kept)) are kept in reserve")
    }
}
