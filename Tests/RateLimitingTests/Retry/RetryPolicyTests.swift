import TestSupport
import Testing

@testable import RateLimiting

@Suite struct RetryPolicyTests {
    /// What the table of design.md 5.2 and airtable-api.md 5.5 says, in words.
    enum Expected: Sendable { case atOnce, backOff, settleThenSend, settleThenLookUp, isolate, stop }

    static let table: [(RequestFate, RequestNature, Expected)] = [
        (.refused, .read, .atOnce), (.refused, .writeByID, .atOnce), (.refused, .upsert, .atOnce),
        (.refused, .delete, .atOnce), (.refused, .create, .atOnce), (.refused, .schemaWrite, .atOnce),
        (.notApplied(), .read, .backOff), (.notApplied(), .writeByID, .backOff), (.notApplied(), .upsert, .backOff),
        (.notApplied(), .delete, .backOff), (.notApplied(), .create, .backOff), (.notApplied(), .schemaWrite, .backOff),
        (.unknown(), .read, .backOff), (.unknown(), .writeByID, .settleThenSend),
        (.unknown(), .upsert, .settleThenSend),
        (.unknown(), .delete, .settleThenLookUp), (.unknown(), .create, .settleThenLookUp),
        (.unknown(), .schemaWrite, .settleThenLookUp),
        (.rejected, .read, .stop), (.rejected, .writeByID, .isolate), (.rejected, .upsert, .isolate),
        (.rejected, .delete, .isolate), (.rejected, .create, .isolate), (.rejected, .schemaWrite, .stop),
        (.fatal, .read, .stop), (.fatal, .writeByID, .stop), (.fatal, .upsert, .stop), (.fatal, .delete, .stop),
        (.fatal, .create, .stop), (.fatal, .schemaWrite, .stop),
    ]

    static func decide(
        _ fate: RequestFate, _ nature: RequestNature, _ history: RetryHistory = RetryHistory(),
        policy: RetryPolicy = RetryPolicy(), seed: UInt64 = 1
    ) -> RetryDecision {
        var budget = RetryBudget()
        var generator = SeededGenerator(seed: seed)
        return policy.decide(fate, nature, history: history, budget: &budget, using: &generator)
    }

    @Test("each fate of each request", arguments: table)
    func decisions(fate: RequestFate, nature: RequestNature, expected: Expected) {
        let decision = Self.decide(fate, nature, RetryHistory(elapsed: .seconds(12), sinceSending: .seconds(12)))
        switch (decision, expected) {
        case (.sendAgain(after: .zero), .atOnce), (.isolate, .isolate), (.stop, .stop): break
        case (.sendAgain(let wait), .backOff): #expect(wait > .zero && wait <= .milliseconds(500))
        case (.settle(for: .seconds(18), then: .sendAgain), .settleThenSend): break
        case (.settle(for: .seconds(18), then: .lookUp), .settleThenLookUp): break
        default: Issue.record("\(decision)")
        }
    }

    @Test("no write is repeated or judged before 30 s after its sending", arguments: RequestNature.allCases)
    func settling(nature: RequestNature) {
        guard nature != .read else { return }
        for (since, rest) in [(0, 30), (29, 1), (30, 0), (90, 0)] {
            let history = RetryHistory(elapsed: .seconds(100), sinceSending: .seconds(since))
            guard case .settle(let wait, _) = Self.decide(.unknown(), nature, history) else {
                Issue.record("It does not settle.")
                continue
            }
            #expect(wait == .seconds(rest))
        }
    }

    @Test("a wait that the service asks for is kept, and longer than it is spread")
    func retryAfter() {
        for seed in UInt64(1)...20 {
            guard case .sendAgain(let wait) = Self.decide(.notApplied(retryAfter: .seconds(7)), .create, seed: seed)
            else {
                Issue.record("It does not send again.")
                return
            }
            #expect(wait >= .seconds(7) && wait <= .milliseconds(7_500))
        }
        let unknown = Self.decide(.unknown(retryAfter: .seconds(45)), .upsert)
        #expect(unknown == .settle(for: .seconds(45), then: .sendAgain))
        let negative = Self.decide(.unknown(retryAfter: .seconds(-45)), .upsert)
        #expect(negative == .settle(for: .seconds(30), then: .sendAgain))
    }

    @Test("everything ends: attempts, refusals, time")
    func ends() {
        let tried = RetryHistory(attempts: 8)
        #expect(Self.decide(.notApplied(), .create, tried) == .stop(.attemptsUsedUp))
        #expect(Self.decide(.unknown(), .read, tried) == .stop(.attemptsUsedUp))
        #expect(Self.decide(.unknown(), .upsert, tried) == .stop(.attemptsUsedUp))
        // What can be looked up is looked up also after the last attempt.
        #expect(Self.decide(.unknown(), .create, tried) == .settle(for: .seconds(30), then: .lookUp))
        #expect(Self.decide(.refused, .read, RetryHistory(attempts: 8, refusals: 9)) == .sendAgain(after: .zero))
        #expect(Self.decide(.refused, .read, RetryHistory(refusals: 10)) == .stop(.refusalsUsedUp))
        #expect(Self.decide(.refused, .read, RetryHistory(elapsed: .seconds(901))) == .stop(.timeUsedUp))
        #expect(Self.decide(.notApplied(), .read, RetryHistory(elapsed: .seconds(900))) == .stop(.timeUsedUp))
        #expect(Self.decide(.notApplied(retryAfter: .seconds(2_000)), .read) == .stop(.timeUsedUp))
        #expect(Self.decide(.unknown(), .upsert, RetryHistory(elapsed: .seconds(880))) == .stop(.timeUsedUp))
    }

    @Test(
        "a service that fails everything ends every loop, whatever is sent", arguments: RequestNature.allCases,
        UInt64(1)...10)
    func terminates(nature: RequestNature, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var budget = RetryBudget(capacity: 1_000)
        var history = RetryHistory()
        let fates: [RequestFate] = [
            .refused, .notApplied(), .notApplied(retryAfter: .seconds(3)), .unknown(),
            .unknown(retryAfter: .seconds(9)),
        ]
        var steps = 0
        while steps < 1_000 {
            steps += 1
            // After a look-up that found nothing the request is as good as not applied.
            let fate = fates.randomElement(using: &generator) ?? .refused
            var decision = RetryPolicy().decide(fate, nature, history: history, budget: &budget, using: &generator)
            if case .settle(let wait, .lookUp) = decision {
                history.elapsed += wait
                decision = RetryPolicy().decide(
                    .notApplied(), nature, history: history, budget: &budget, using: &generator)
            }
            switch decision {
            case .sendAgain(let wait), .settle(let wait, _): history.elapsed += wait
            case .isolate, .stop: steps += 1_000
            }
            if fate == .refused { history.refusals += 1 } else { history.attempts += 1 }
        }
        #expect(steps > 1_000, "seed \(seed)")
        #expect(history.elapsed <= .seconds(900 + 60))
    }

    @Test("the bound of the back-off doubles up to its cap, and no number of attempts overflows")
    func bounds() {
        let backoff = RetryBackoff()
        let bounds = (1...9).map { backoff.bound(afterAttempts: $0) }
        #expect(bounds == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map { .milliseconds($0) })
        #expect(backoff.bound(afterAttempts: .max) == .seconds(30))
        #expect(backoff.bound(afterAttempts: .min) == .milliseconds(500))
        #expect(RetryBackoff(base: .seconds(90)).bound(afterAttempts: 1) == .seconds(30))
        #expect(RetryBackoff(factor: .nan).bound(afterAttempts: 5) <= .seconds(30))
        #expect(RetryBackoff(factor: .infinity).bound(afterAttempts: 5) == .seconds(30))
    }

    @Test("the waits fill the whole span evenly: full jitter")
    func jitter() {
        var generator = SeededGenerator(seed: 7)
        let waits = (0..<4_000).map { _ in RetryBackoff().wait(afterAttempts: 3, using: &generator) / .seconds(1) }
        #expect(waits.allSatisfy { $0 >= 0 && $0 <= 2 })
        for quarter in 0..<4 {
            let count = waits.filter { $0 >= Double(quarter) / 2 && $0 < Double(quarter + 1) / 2 }.count
            #expect((850...1_150).contains(count))
        }
    }

    @Test("the budget: so many repetitions without success, more with it; refusals and look-ups are free")
    func budget() {
        var budget = RetryBudget(capacity: 3, returnPerSuccess: 0.5)
        var generator = SeededGenerator(seed: 1)
        func decide(_ fate: RequestFate, _ nature: RequestNature) -> RetryDecision {
            RetryPolicy().decide(fate, nature, history: RetryHistory(), budget: &budget, using: &generator)
        }
        for _ in 0..<9 {
            #expect(decide(.refused, .create) == .sendAgain(after: .zero))
            #expect(decide(.unknown(), .create) == .settle(for: .seconds(30), then: .lookUp))
        }
        #expect(budget.balance == 3)
        for _ in 0..<3 { #expect(decide(.notApplied(), .create) != .stop(.budgetUsedUp)) }
        #expect(decide(.notApplied(), .create) == .stop(.budgetUsedUp))
        #expect(decide(.unknown(), .upsert) == .stop(.budgetUsedUp))
        budget.noteSuccess()
        #expect(decide(.unknown(), .read) == .stop(.budgetUsedUp))
        budget.noteSuccess()
        #expect(decide(.unknown(), .upsert) == .settle(for: .seconds(30), then: .sendAgain))
        for _ in 0..<100 { budget.noteSuccess() }
        #expect(budget.balance == 3)
    }
}
