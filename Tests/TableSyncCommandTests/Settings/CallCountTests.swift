import Foundation
import RateLimiting
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct CallCountTests {
    /// A calendar that stands still.
    private struct Calendar: TimeSource {
        let date: Date
        var now: TimePoint { SystemTime().now }
        func sleep(until deadline: TimePoint) async throws(CancellationError) {}
    }

    /// 2026-12-01 at midnight, in UTC.
    private static let december: TimeInterval = 1_796_083_200

    @Test func `each month begins anew, in UTC`() async throws {
        try await TemporaryFolder.with { folder in
            let count = { (seconds: TimeInterval) in
                CallCount(
                    stateFolder: folder.path, service: "api.airtable.com:443",
                    time: Calendar(date: Date(timeIntervalSince1970: Self.december + seconds)))
            }
            #expect(count(0).made == 0)
            for _ in 0..<3 { count(-1).add() }
            count(0).add()
            #expect(count(-1).made == 3)
            #expect(count(0).made == 1)
            #expect(folder.read("calls/api.airtable.com-443/2026-11") == "...")
            #expect(folder.files.contains("calls/api.airtable.com-443/2026-12"))
        }
    }

    @Test func `many count at once, and none is lost`() async throws {
        try await TemporaryFolder.with { folder in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let count = CallCount(stateFolder: folder.path, service: "x")
                        for _ in 0..<50 { count.add() }
                    }
                }
            }
            #expect(CallCount(stateFolder: folder.path, service: "x").made == 1_000)
        }
    }

    @Test func `a folder that cannot be written to is told of`() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("", to: "calls")
            let count = CallCount(stateFolder: folder.path, service: "x")
            count.add()
            #expect(count.made == 0)
            #expect(count.problem?.hasPrefix("The month's calls cannot be counted in \(folder.path)/calls/x/") == true)
        }
    }
}
