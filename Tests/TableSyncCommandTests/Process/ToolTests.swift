import Foundation
import Locking
import Testing

/// The tests' own way to start processes.
@Suite(.timeLimit(.minutes(30))) struct ToolTests {
    private struct Failure: Error {}

    @Test func `a process does not outlive the test that fails`() async throws {
        try await TemporaryFolder.with { folder in
            let id = Started()
            await #expect(throws: Failure.self) {
                _ = try await Tool(folder: folder).run(["serve", "--port", "0"]) { process in
                    id.set(process)
                    throw Failure()
                }
            }
            #expect(id.isGone)
        }
    }

    @Test func `a process does not outlive the test whose time is up`() async throws {
        try await TemporaryFolder.with { folder in
            let id = Started()
            let test = Task {
                try await Tool(folder: folder).run(["serve", "--port", "0"]) { process in
                    id.set(process)
                }
            }
            try await wait { id.isKnown }
            test.cancel()
            #expect(try await test.value.code == 128 + SIGKILL)
            #expect(id.isGone)
        }
    }

    /// The id of a process.
    private final class Started: Sendable {
        private let id = Guarded<Int32?>(nil)

        func set(_ process: Int32) { id.withLock { $0 = process } }
        var isKnown: Bool { id.withLock { $0 != nil } }
        /// Whether it is known and there is no such process any more.
        var isGone: Bool { id.withLock { $0.map { kill($0, 0) != 0 } ?? false } }
    }
}
