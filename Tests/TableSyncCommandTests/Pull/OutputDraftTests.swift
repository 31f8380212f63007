import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(10))) struct OutputDraftTests {
    @Test func `a draft that is placed takes the place of what was there, and stays`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: try folder.write("old", to: "out"))
            _ = try draft.sink()
            #expect(Set(folder.files) == ["out", "out.tablesync-part"])
            try draft.place()
            #expect(!draft.discard())
            #expect(folder.files == ["out"])
            #expect(folder.read("out") == "")
        }
    }

    @Test func `a draft that is discarded is gone and comes to nothing`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: try folder.write("old", to: "out"))
            _ = try draft.sink()
            for _ in 0..<2 { #expect(draft.discard()) }
            #expect(throws: CancellationError.self) { try draft.place() }
            #expect(throws: CancellationError.self) { _ = try draft.sink() }
            #expect(folder.files == ["out"])
            #expect(folder.read("out") == "old")
        }
    }

    @Test func `what cannot be moved is an error and can be discarded`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: folder.path + "/out")
            try folder.write("", to: "out.tablesync-part")
            try folder.makeFolder("out")
            let error = #expect(throws: CommandError.self) { try draft.place() }
            #expect(error?.exit == .cannotWrite)
            #expect(draft.discard())
            #expect(folder.files == ["out"])
        }
    }
}
