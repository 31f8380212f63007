import ArgumentParser
import Foundation
import Testing

@testable import TableSyncCommand

@Suite struct DistinctFilesTests {
    @Test func `one file under two names is found, a file that is not there by its name`() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("email\n", to: "users.csv")
            let link = folder.path + "/link.csv"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            for other in [path, link, folder.path + "/./users.csv"] {
                #expect(throws: ValidationError.self) {
                    try DistinctFiles.check([("the source", path), ("--output", nil), ("--combined", other)])
                }
            }
            let new = folder.path + "/new.csv"
            #expect(throws: ValidationError.self) { try DistinctFiles.check([("--output", new), ("--combined", new)]) }
        }
    }

    @Test func `other files, standard input and options that were not given are no matter`() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("email\n", to: "users.csv")
            let copy = try folder.write("email\n", to: "copy.csv")
            try DistinctFiles.check([("the source", path), ("--output", copy), ("--combined", nil)])
            try DistinctFiles.check([("the source", "-"), ("--output", nil), ("--combined", "-")])
        }
    }

    @Test(arguments: [
        ["plan", "users.csv", "--unique", "email", "-o", "users.csv"],
        ["plan", "users.csv", "--unique", "email", "--combined", "users.csv"],
        ["sync", "users.csv", "--unique", "email", "--delete", "--combined", "users.csv"],
        ["apply", "users.plan", "--combined", "users.plan"],
    ])
    func `no command replaces what it reads`(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) { try TableSyncTool.parseAsRoot(arguments) }
        let file = arguments[1]
        let kind = arguments[0] == "apply" ? "plan" : "source"
        let sentence = " and the \(kind) are one file, \(file). Name another one."
        #expect(error.map { TableSyncTool.message(for: $0).hasSuffix(sentence) } == true)
    }
}
