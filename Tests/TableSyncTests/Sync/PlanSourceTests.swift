import Foundation
import TableModel
import TestSupport
import Testing

@testable import TableSync

@Suite(.timeLimit(.minutes(30))) struct PlanSourceTests {
    @Test func `a file has the digest of its bytes, however many there are`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/tablesync-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
        #expect(
            try PlanSource.file(path)
                == PlanSource(
                    name: path, digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", path: path))
        // The digest of a million times the letter a, of FIPS 180-2.
        try Data(repeating: UInt8(ascii: "a"), count: 1_000_000).write(to: URL(fileURLWithPath: path))
        #expect(
            try PlanSource.file(path).digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `what is no file has no digest, and what is not there is told`() throws {
        #expect(try PlanSource.file("/dev/null") == PlanSource(name: "/dev/null"))
        #expect(throws: PlanFileError.self) { try PlanSource.file("/nowhere/at/all.csv") }
    }

    /// Makes a plan from a file of one row, and gives both to `body`.
    private static func run(_ body: @escaping @Sendable (Scene, SyncOptions, Plan, _ path: String) async throws -> Void)
        throws
    {
        try SyncTests.run { scene, options in
            let path = options.stateFolder + "-users.csv"
            defer { try? FileManager.default.removeItem(atPath: path) }
            try Data("email,name,seats".utf8).write(to: URL(fileURLWithPath: path))
            let job = PlanJob(
                scene.table, options: options, managed: try options.managed(key: ["email"]), rowCount: 1,
                opensDeletes: false,
                convert: { ConvertedRow(fields: $0.fields) }, rows: { [SyncTests.row(1)].numbered })
            let planned = try await job(
                from: { try .file(path) }, to: .temporary(folder: options.stateFolder))
            planned.snapshot.close()
            try await body(scene, options, planned.plan, path)
        }
    }

    @Test func `a plan is refused when its file has changed, unless nothing is to be looked at`() throws {
        try Self.run { scene, options, plan, path in
            try Data("email,name,plan".utf8).write(to: URL(fileURLWithPath: path))
            let error = await #expect(throws: PlanStale.self) {
                try await scene.table.apply(plan, options: options)
            }
            #expect(
                error?.description
                    == "The file \(path) has changed since the plan was made from it. Nothing was written. Make the plan again."
            )
            #expect(try scene.contents().isEmpty)
            // Refused is not used.
            let report = try await scene.table.apply(plan, options: options, verifies: false)
            #expect(report.rows.created == 1)
        }
    }

    @Test func `a plan is carried out when its file is as it was, wherever it was written anew`() throws {
        try Self.run { scene, options, plan, path in
            try FileManager.default.removeItem(atPath: path)
            try Data("email,name,seats".utf8).write(to: URL(fileURLWithPath: path))
            #expect(try await scene.table.apply(plan, options: options).rows.created == 1)
        }
    }

    @Test func `a plan is carried out when its file is gone, or is no file any more`() throws {
        for makesFolder in [false, true] {
            try Self.run { scene, options, plan, path in
                try FileManager.default.removeItem(atPath: path)
                if makesFolder {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                }
                #expect(try await scene.table.apply(plan, options: options).rows.created == 1)
            }
        }
    }
}
