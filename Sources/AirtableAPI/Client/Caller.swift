import Locking
import RateLimiting
import TableModel

/// Calls the service for the public verbs: sends, and sends again where that cannot do anything twice.
///
/// A write whose answer is lost is never repeated here: settling it takes more than one request, which is the business
/// of whoever drives a ``AirtableTable`` as a remote table.
final class Caller: Sendable {
    let sender: RequestSender
    private let policy: RetryPolicy
    private let chance: Guarded<Chance>

    /// What the decisions of all calls share.
    private struct Chance: Sendable {
        var budget = RetryBudget()
        var generator: any RandomNumberGenerator & Sendable
    }

    init(sender: RequestSender, policy: RetryPolicy, generator: any RandomNumberGenerator & Sendable) {
        self.sender = sender
        self.policy = policy
        chance = Guarded(Chance(generator: generator))
    }

    /// When a read that begins now is not worth waiting for any more, its repetitions included.
    var readDeadline: TimePoint { sender.time.now + policy.longestTime }

    func call<Answer: Sendable>(
        _ request: APIRequest,
        decode: @escaping @Sendable (ServiceAnswer) throws(UnreadableAnswer) -> Answer
    ) async throws -> Answer {
        let begun = sender.time.now
        let deadline = request.isRead ? readDeadline : nil
        var history = RetryHistory(attempts: 0)
        while true {
            let sent = sender.time.now
            let (fate, error): (RequestFate, RemoteError)
            switch try await sender.send(request, until: deadline, decode: decode) {
            case .applied(let answer):
                chance.withLock { $0.budget.noteSuccess() }
                return answer
            case .notApplied(let failure) where failure.code == .rateLimited: (fate, error) = (.refused, failure)
            case .notApplied(let failure): (fate, error) = (.notApplied(retryAfter: failure.retryAfter), failure)
            case .unknown(let failure): (fate, error) = (.unknown(retryAfter: failure.retryAfter), failure)
            case .rejected(let failure): (fate, error) = (.rejected, failure)
            case .fatal(let failure): (fate, error) = (.fatal, failure)
            }
            if fate == .refused { history.refusals += 1 } else { history.attempts += 1 }
            history.elapsed = sender.time.now - begun
            history.sinceSending = sender.time.now - sent
            guard let wait = wait(after: fate, isRead: request.isRead, history) else { throw error }
            sender.log.retry(request, after: wait, because: error)
            if wait > .zero { try await sender.time.sleep(for: wait) }
        }
    }

    /// How long to wait before the request is sent again; nil if it is not.
    private func wait(after fate: RequestFate, isRead: Bool, _ history: RetryHistory) -> Duration? {
        let decision = chance.withLock { chance in
            // As a create for any write: whatever may have happened to it, it is not repeated.
            policy.decide(
                fate, isRead ? .read : .create, history: history, budget: &chance.budget,
                using: &chance.generator)
        }
        guard case .sendAgain(let wait) = decision else { return nil }
        return wait
    }
}
