import ArgumentParser
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct CallQuotaTests {
    /// The quota of a command with these options, in an environment with a state folder.
    private func quota(
        _ limits: [String], _ environment: [String: String] = [:], options: [String] = [], file: String = "{}"
    ) async throws -> CallQuota {
        try await TemporaryFolder.with { folder in
            let variables = [
                "TABLESYNC_TOKEN": "pat", "TABLESYNC_BASE": "appBBBBBBBBBBBBB1", "TABLESYNC_STATE_DIR": folder.path,
            ].merging(environment) { $1 }
            let options = try ConnectionOptions.parse(
                options + ["--config", try folder.write(file, to: "c.json")])
            let settings = try await Settings(options, environment: variables)
            return try settings.quota(
                try QuotaOptions.parse(limits).limits, isLocal: options.local, environment: variables)
        }
    }

    private func refusal(
        _ limits: [String], _ environment: [String: String] = [:], options: [String] = []
    ) async -> CommandError? {
        await #expect(throws: CommandError.self) { try await quota(limits, environment, options: options) }
    }

    @Test func `without a limit any number of requests may go, and they are counted`() async throws {
        let quota = try await quota([])
        #expect(quota.left(after: 1_000_000) == nil)
        #expect(quota.count != nil)
        #expect(quota.monthlyCalls == nil)
    }

    @Test func `the least of the limits holds`() async throws {
        var quota = try await quota(
            ["--max-calls", "10", "--reserve-quota", "25%"], file: #"{"monthlyCalls": 1000}"#)
        #expect(quota.left(after: 3) == .init(calls: 7, reason: "--max-calls 10 allows no more"))
        #expect(quota.left(after: 11)?.calls == 0)
        quota.monthlyCalls = 8
        #expect(quota.left(after: 3)?.calls == 6)
        #expect(quota.left(after: 3)?.reason == "0 of the month's 8 calls have been made, and 2 are kept in reserve")
    }

    @Test func `the month's calls can be set in the environment, which goes before the file`() async throws {
        let quota = try await quota(
            ["--reserve-quota", "0.5%"], ["TABLESYNC_MONTHLY_CALLS": "100000"], file: #"{"monthlyCalls": 1000}"#)
        #expect(quota.left(after: 0)?.calls == 99_500)
    }

    @Test func `a share of nobody knows how many calls is refused`() async {
        let error = await refusal(["--reserve-quota", "20%"])
        #expect(error?.exit == .invalidSource)
        #expect(error?.description.contains("set TABLESYNC_MONTHLY_CALLS, or monthlyCalls in tablesync.json.") == true)
    }

    @Test(arguments: ["0", "-5", "1e13"])
    func `a month has at least one call`(_ text: String) async {
        let error = await refusal([], ["TABLESYNC_MONTHLY_CALLS": text])
        #expect(error?.description == "The setting monthlyCalls must be between 1 and 1,000,000,000,000.")
    }

    @Test func `the store on this machine has no quota, and nothing is counted`() async throws {
        let quota = try await quota(["--max-calls", "5"], ["TABLESYNC_MONTHLY_CALLS": "10"], options: ["--local"])
        #expect(quota.left(after: 0)?.calls == 5)
        #expect(quota.count == nil && quota.monthlyCalls == nil)
        #expect(await refusal(["--reserve-quota", "20%"], options: ["--local"])?.exit == .invalidSource)
    }
}
