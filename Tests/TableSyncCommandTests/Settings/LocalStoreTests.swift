import MockAirtable
import RateLimiting
import TestSupport
import Testing

@testable import TableSyncCommand

@Suite struct LocalStoreTests {
    @Test(.timeLimit(.minutes(30))) func `a store that is in use is waited for`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/local.sqlite"
            let waited = try runOnVirtualTime { time in
                let begun = time.now
                let first = try await LocalStore.open(path, time: time)
                async let second = LocalStore.open(path, time: time)
                try await time.sleep(for: .milliseconds(1_500))
                first.close()
                try await second.close()
                return time.now - begun
            }
            #expect(waited >= .milliseconds(1_500) && waited <= .milliseconds(1_600))
        }
    }

    @Test(.timeLimit(.minutes(30))) func `a store that stays in use is an error that says so`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/local.sqlite"
            try runOnVirtualTime { time in
                let first = try await LocalStore.open(path, time: time)
                let begun = time.now
                let error = await #expect(throws: CommandError.self) { try await LocalStore.open(path, time: time) }
                #expect(time.now - begun >= LocalStore.patience)
                #expect(error?.exit == .tryLater)
                #expect(
                    error?.description
                        == "The store of --local could not be opened. Opening the state file \(path) failed: another process has "
                        + "it open. Wait for it to end, or name another file.")
                first.close()
            }
        }
    }

    @Test(.timeLimit(.minutes(30))) func `a file that is something else is not waited for`() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("email\n", to: "local.sqlite")
            try runOnVirtualTime { time in
                let begun = time.now
                let error = await #expect(throws: CommandError.self) { try await LocalStore.open(path, time: time) }
                #expect(time.now == begun)
                #expect(error?.exit == .invalidSource)
            }
        }
    }
}
