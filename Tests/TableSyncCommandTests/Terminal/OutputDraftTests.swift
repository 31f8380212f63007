import Foundation
import TabularFiles
import Testing

@testable import TableSyncCommand

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@Suite(.timeLimit(.minutes(30))) struct OutputDraftTests {
    /// Writes `text` as a pull does.
    private func write(_ text: String, to sink: consuming ByteSink) throws {
        let writer = try CSVWriter(sink, columns: [text], lineEnd: .lf)
        try writer.finish()
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test func `a draft that is finished takes the place of what was there, and stays`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: try folder.write("old", to: "out"))
            try write("new", to: draft.sink())
            #expect(folder.files.count == 2)
            #expect(folder.files.count { $0.hasPrefix("out.tablesync-part-") } == 1)
            #expect(folder.read("out") == "old")
            try draft.finish()
            #expect(!draft.discard())
            #expect(folder.files == ["out"])
            #expect(folder.read("out") == "new\n")
        }
    }

    @Test func `a draft that is discarded is gone and comes to nothing`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: try folder.write("old", to: "out"))
            _ = try draft.sink()
            for _ in 0..<2 { #expect(draft.discard()) }
            #expect(throws: CancellationError.self) { try draft.finish() }
            #expect(throws: CancellationError.self) { _ = try draft.sink() }
            #expect(folder.files == ["out"])
            #expect(folder.read("out") == "old")
        }
    }

    @Test func `what cannot be moved is an error and can be discarded`() async throws {
        try await TemporaryFolder.with { folder in
            let draft = OutputDraft(of: folder.path + "/out")
            _ = try draft.sink()
            try folder.makeFolder("out")
            let error = #expect(throws: CommandError.self) { try draft.finish() }
            #expect(error?.exit == .cannotWrite)
            #expect(draft.discard())
            #expect(folder.files == ["out"])
        }
    }

    @Test func `two drafts of one file do not meet, and the later one stays`() async throws {
        try await TemporaryFolder.with { folder in
            let drafts = (0..<2).map { _ in OutputDraft(of: folder.path + "/out") }
            try write("a", to: drafts[0].sink())
            try write("b", to: drafts[1].sink())
            #expect(folder.files.count == 2)
            try drafts[1].finish()
            #expect(folder.read("out") == "b\n")
            try drafts[0].finish()
            #expect(folder.read("out") == "a\n")
            #expect(folder.files == ["out"])
        }
    }

    @Test(arguments: [0o600, 0o640, 0o444])
    func `the mode of an earlier file is kept, and until then the draft is the user's alone`(_ earlier: Int)
        async throws
    {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("old", to: "out")
            try folder.allow(earlier, of: "out")
            let draft = OutputDraft(of: path)
            try write("new", to: draft.sink())
            let name = try #require(folder.files.first { $0 != "out" })
            #expect(mode(folder.path + "/" + name) & 0o777 == 0o600)
            try draft.finish()
            #expect(mode(path) & 0o777 == mode_t(earlier))
            #expect(folder.read("out") == "new\n")
        }
    }

    @Test(arguments: ["real/out", "FOLDER/real/out"], [true, false])
    func `a symbolic link stays and leads to the new file, there before or not`(
        _ target: String, _ isThere: Bool
    ) async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("real")
            if isThere { try folder.write("old", to: "real/out") }
            let link = folder.path + "/link"
            try #require(symlink(target.replacing("FOLDER", with: folder.path), link) == 0)
            let draft = OutputDraft(of: link)
            try write("new", to: draft.sink())
            try draft.finish()
            #expect(mode(link) & S_IFMT == S_IFLNK)
            #expect(folder.read("real/out") == "new\n")
            #expect(Set(folder.files) == ["link", "real", "real/out"])
        }
    }

    @Test func `a pipe is written to and stays a pipe`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/pipe"
            try #require(mkfifo(path, 0o600) == 0)
            // Reading and writing at once waits for nobody.
            let reader = open(path, O_RDWR)
            defer { close(reader) }
            let draft = OutputDraft(of: path)
            #expect(draft.isStraight)
            try write("new", to: draft.sink())
            #expect(folder.files == ["pipe"])
            try draft.finish()
            #expect(mode(path) & S_IFMT == S_IFIFO)
            let bytes = try FileHandle(fileDescriptor: reader, closeOnDealloc: false).read(upToCount: 4)
            #expect(bytes == Data("new\n".utf8))
        }
    }

    @Test func `a folder that is not there is an error that names the file`() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/no/out"
            let error = #expect(throws: CommandError.self) { _ = try OutputDraft(of: path).sink() }
            #expect(error?.exit == .cannotWrite)
            #expect(
                error?.description
                    == "\(path) cannot be written: No such file or directory. Check the path and that you may write to its "
                    + "folder.")
        }
    }
}
