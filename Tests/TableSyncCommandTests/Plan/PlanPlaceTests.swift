import Testing

@testable import TableSyncCommand

/// The state folder is looked at before anything is sent.
@Suite struct PlanPlaceTests {
    @Test func `a folder that is not there is made`() async throws {
        try await TemporaryFolder.with { folder in
            try PlanPlace(stateFolder: folder.path + "/a/b", service: "mock").prepare()
            try PlanPlace(stateFolder: folder.path + "/a/b", service: "mock").prepare()
            try folder.write("", to: "a/b/file")
        }
    }

    @Test(arguments: [("file", "is no folder"), ("file/below", "cannot be made")])
    func `one that cannot be used is told with what to do`(_ place: String, _ fault: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("", to: "file")
            let path = folder.path + "/" + place
            let error = #expect(throws: CommandError.self) {
                try PlanPlace(stateFolder: path, service: "mock").prepare()
            }
            #expect(error?.exit == .cannotWrite)
            #expect(
                error?.description
                    == "The state folder \(path) \(fault). Nothing was sent. Mend that, or set TABLESYNC_STATE_DIR to another "
                    + "folder.")
        }
    }
}
