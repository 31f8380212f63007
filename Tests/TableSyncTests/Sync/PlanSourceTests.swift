import Foundation
import TableSync
import Testing

@Suite struct PlanSourceTests {
    @Test func `a file has the digest of its bytes, however many there are`() throws {
        let path = FileManager.default.temporaryDirectory.path + "/tablesync-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("abc".utf8).write(to: URL(fileURLWithPath: path))
        #expect(
            try PlanSource.file(path)
                == PlanSource(
                    name: path, digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        // The digest of a million times the letter a, of FIPS 180-2.
        try Data(repeating: UInt8(ascii: "a"), count: 1_000_000).write(to: URL(fileURLWithPath: path))
        #expect(
            try PlanSource.file(path).digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `what is no file has no digest, and what is not there is told`() throws {
        #expect(try PlanSource.file("/dev/null") == PlanSource(name: "/dev/null"))
        #expect(throws: PlanFileError.self) { try PlanSource.file("/nowhere/at/all.csv") }
    }
}
