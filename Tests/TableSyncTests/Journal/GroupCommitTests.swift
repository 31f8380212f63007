import Locking
import TestSupport
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
        let pump = PumpExecutor()
        let commit = GroupCommit<Int> { items in
            batches.append(items)
            // Whoever runs on the pump comes while the first batch is being written.
            if batches.values.count == 1 { _ = pump.drain() }
        }
        let others = (1..<5).map { item in
            Task(executorPreference: pump) { try await commit(item) }
        }
        try await commit(0)
        while pump.drain() > 0 {}
        for other in others { try await other.value }
        #expect(batches.values == [[0], [1, 2, 3, 4]])
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
