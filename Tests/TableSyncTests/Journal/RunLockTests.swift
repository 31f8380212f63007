import Foundation
import TableModel
import Testing

@testable import TableSync

struct RunLockTests {
    private let date = Date(timeIntervalSince1970: 1_768_478_400)

    private func target(_ table: String, base: String = "appA") -> PlanTarget {
        PlanTarget(service: "api.example.com", base: base, table: TableID(unchecked: table), name: "Users " + table)
    }

    @Test func `a table is one run's at a time, and the next is told whose`() throws {
        try withTemporaryFolder { folder in
            let lock = try RunLock([target("tblA")], in: folder, since: date)
            let busy = #expect(throws: RunInProgress.self) {
                _ = try RunLock([target("tblA")], in: folder, since: date)
            }
            #expect(
                "\(try #require(busy))"
                    == "Another run (process \(getpid()), since 2026-01-15T12:00:00Z) is at work on table Users tblA. "
                    + "Wait for it to end, then try again.")
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a lock ends with who holds it, and other tables are other locks`() throws {
        try withTemporaryFolder { folder in
            for _ in 0..<2 { _ = try RunLock([target("tblA")], in: folder, since: date) }
            let locks = try ["tblA", "tbla", "tblB"].map { try RunLock([target($0)], in: folder, since: date) }
            let other = try RunLock([target("tblA", base: "appB")], in: folder, since: date)
            withExtendedLifetime((locks, other)) {}
        }
    }

    @Test func `of several tables all are locked or none, in whatever order they are named`() throws {
        try withTemporaryFolder { folder in
            let one = try RunLock([target("tblB")], in: folder, since: date)
            for tables in [["tblA", "tblB", "tblC"], ["tblC", "tblB", "tblA"]] {
                #expect(throws: RunInProgress.self) {
                    _ = try RunLock(tables.map { target($0) }, in: folder, since: date)
                }
            }
            let rest = try RunLock([target("tblC"), target("tblA"), target("tblA")], in: folder, since: date)
            withExtendedLifetime((one, rest)) {}
        }
    }

    @Test func `a file that does not say whose it is locks all the same`() throws {
        try withTemporaryFolder { folder in
            let lock = try RunLock([target("tblA")], in: folder, since: date)
            let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder + "/locks").first)
            try "noise".write(toFile: "\(folder)/locks/\(name)", atomically: false, encoding: .utf8)
            let busy = #expect(throws: RunInProgress.self) {
                _ = try RunLock([target("tblA")], in: folder, since: date)
            }
            #expect(busy?.holder == nil)
            #expect(
                "\(try #require(busy))"
                    == "Another run is at work on table Users tblA. Wait for it to end, then try again.")
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a state folder that cannot be used is named`() throws {
        try withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: folder + "/locks"))
            let problem = #expect(throws: StateFolderProblem.self) {
                _ = try RunLock([target("tblA")], in: folder, since: date)
            }
            #expect(problem?.path.hasPrefix(folder + "/locks") == true)
        }
    }
}
