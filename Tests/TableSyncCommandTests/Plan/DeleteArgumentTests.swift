import ArgumentParser
import Testing

@testable import TableSyncCommand

@Suite struct DeleteArgumentTests {
    @Test(arguments: [
        (["sync", "--delete", "users.csv"], ["sync", "--delete=all", "users.csv"]),
        (["sync", "--delete", "--yes", "users.csv"], ["sync", "--delete=all", "--yes", "users.csv"]),
        (["sync", "--delete", "trackd", "users.csv"], ["sync", "--delete=all", "trackd", "users.csv"]),
    ])
    func `what is no extent is no value`(_ arguments: [String], _ joined: [String]) {
        #expect(DeleteArgument.joined(arguments) == joined)
    }

    @Test(arguments: [
        ["sync", "--delete", "tracked", "users.csv"], ["sync", "users.csv", "--delete"],
        ["sync", "--delete=tracked", "users.csv"], ["push", "--", "--delete", "users.csv"], [],
    ])
    func `other arguments are left alone`(_ arguments: [String]) {
        #expect(DeleteArgument.joined(arguments) == arguments)
    }

    @Test func `a misspelt extent is a second file, which no command takes`() {
        #expect(throws: (any Error).self) {
            try TableSyncTool.parseAsRoot(
                DeleteArgument.joined(["sync", "--delete", "trackd", "users.csv", "--unique", "email"]))
        }
    }

    @Test func `a file may stand behind the option`() throws {
        let command = try TableSyncTool.parseAsRoot(
            DeleteArgument.joined(["sync", "--delete", "users.csv", "--unique", "email"]))
        let sync = try #require(command as? Sync)
        #expect(sync.source.file == "users.csv" && sync.mirror.extent == .all)
    }
}
