import Testing

@testable import TableSyncCommand

@Suite struct StatePlaceTests {
    @Test(
        arguments: [
            (["TABLESYNC_STATE_DIR": "/s", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/s"),
            (["TABLESYNC_STATE_DIR": "", "XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/tablesync"), (["HOME": ""], nil),
            ([:], nil),
        ] as [([String: String], String?)])
    func `state lies where the user says, else where the system keeps such things`(
        _ environment: [String: String], _ path: String?
    ) {
        #expect(StatePlace.directory(environment) == path)
    }

    @Test func `without a word it lies in the home folder`() {
        #expect(StatePlace.directory(["HOME": "/h"])?.hasPrefix("/h/") == true)
        #expect(StatePlace.directory(["HOME": "/h"])?.hasSuffix("/tablesync") == true)
    }
}
