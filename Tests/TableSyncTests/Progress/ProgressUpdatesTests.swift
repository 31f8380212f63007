import RateLimiting
import TestSupport
import Testing

@testable import TableSync

/// What is kept of progress for a reader that does not keep up.
@Suite(.timeLimit(.minutes(30))) struct ProgressUpdatesTests {
    @Test func `of a million updates one is held for a reader that sleeps, and it is the newest`() throws {
        try runOnVirtualTime { time in
            let seen = Collected<Int>()
            let read: @Sendable (ProgressUpdates) async -> Void = { updates in
                try? await time.sleep(for: .seconds(3_600))
                for await progress in updates { seen.append(progress.requests) }
            }
            let dropped = try await ProgressUpdates.following(read) { progress in
                var dropped = 0
                for number in 1...1_000_000 {
                    var snapshot = Progress()
                    snapshot.requests = number
                    if case .dropped? = progress?.yield(snapshot) { dropped += 1 }
                }
                try await time.sleep(for: .seconds(7_200))
                return dropped
            }
            #expect(dropped == 999_999)
            #expect(seen.values == [1_000_000])
        }
    }

    @Test func `whoever sleeps for ever is not waited for, and nobody is told if nobody reads`() throws {
        try runOnVirtualTime { time in
            let begun = time.now
            let result = try await ProgressUpdates.following({ _ in try? await time.sleep(for: .seconds(1_000_000)) }) {
                $0?.yield(Progress())
                return 7
            }
            #expect(result == 7)
            #expect(time.now == begun)
            let isTold = try await ProgressUpdates.following(nil) { $0 != nil }
            #expect(!isTold)
        }
    }
}
