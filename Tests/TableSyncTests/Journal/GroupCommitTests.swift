import Foundation
import Locking
import Testing

@testable import TableSync

/// What comes while something is being written is written together with the next.
@Suite(.timeLimit(.minutes(30))) struct GroupCommitTests {
    private struct Full: Error, Equatable {}

    @Test func `each item is written once, and those that come together share a transaction`() async throws {
        let batches = Collected<[Int]>()
        let commit = GroupCommit<Int> { items in
            batches.append(items)
            // Whoever comes meanwhile gathers.
            var sum = 0
            for number in 0..<20_000 { sum &+= number }
            #expect(sum > 0)
        }
        await withThrowingTaskGroup(of: Void.self) { group in
            for item in 0..<500 { group.addTask { try await commit(item) } }
        }
        #expect(batches.values.flatMap(\.self).sorted() == Array(0..<500))
    }

    @Test func `those that wait are written in one go, and the next who comes is not kept waiting`() async throws {
        let batches = Collected<[Int]>()
        let gate = Guarded<(@Sendable () -> Void)?>(nil)
        let commit = GroupCommit<Int> { items in
            batches.append(items)
            gate.withLock { $0 }?()
        }
        // Whoever writes first, with whom it may, goes on until all others wait.
        gate.withLock { gate in
            gate = {
                while batches.values.count == 1, batches.values[0].count + commit.waitingCount < 5 { usleep(100) }
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for item in 0..<5 { group.addTask { try await commit(item) } }
            try await group.waitForAll()
        }
        #expect(batches.values.count == 2)
        #expect(batches.values.flatMap(\.self).sorted() == Array(0..<5))
        try await commit(5)
        #expect(batches.values.last == [5])
    }

    @Test func `what cannot be written is told to everybody who waits for it, and the next try is a new one`()
        async throws
    {
        let isFull = Guarded(true)
        let commit = GroupCommit<Int> { _ in if isFull.withLock({ $0 }) { throw Full() } }
        await #expect(throws: Full.self) { try await commit(1) }
        isFull.withLock { $0 = false }
        try await commit(2)
    }
}
