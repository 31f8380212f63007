import Foundation
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// When a snapshot that a run left open may be closed by a later one: all that the run sent must have been seen, also what the service
/// carries out late.
struct OpenSnapshotTests {
    private static let begun = Date(timeIntervalSince1970: 1_768_478_400)

    private static func at(_ seconds: Double) -> Date { begun.addingTimeInterval(seconds) }

    /// A snapshot of a table that was read when it all began, and that nothing has left open.
    private static func run(_ body: (Snapshot) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let identity = SnapshotIdentity(
                service: "127.0.0.1:8080", base: "appOpenOpenOpenO", table: "tblOpenOpenOpenO", managed: .people)
            let (snapshot, _) = try Snapshot.open(in: folder, for: identity)
            try read(snapshot, at: -3_600)
            try body(snapshot)
        }
    }

    /// Has the snapshot take in a read that began then, by our clock; the service's clock is ahead of ours.
    private static func read(_ snapshot: Snapshot, at seconds: Double) throws {
        try snapshot.change { try $0.markSeen(until: at(seconds + 1_000), readAt: at(seconds)) }
    }

    private static func end(_ snapshot: Snapshot, at seconds: Double, knowingAll knowsAll: Bool) throws {
        try snapshot.change { try $0.leaveRun(at: at(seconds), knowingAll: knowsAll) }
    }

    @Test(arguments: [(0, false), (29, false), (30, true), (3_600, true)])
    func `what a run left that did not know all is seen by a read that begins 30 seconds after its end`(
        _ seconds: Double, _ isSeen: Bool
    ) throws {
        try Self.run { snapshot in
            #expect(try snapshot.openRun(at: Self.at(-60)))
            try Self.end(snapshot, at: 0, knowingAll: false)
            try Self.read(snapshot, at: seconds)
            #expect(try snapshot.state().openSince != nil)
            #expect(try snapshot.openRun(at: Self.at(seconds + 1)) == isSeen)
        }
    }

    @Test(arguments: [(29, false), (30, true)])
    func `a probe that missed nothing counts as a read does`(_ seconds: Double, _ isSeen: Bool) throws {
        try Self.run { snapshot in
            #expect(try snapshot.openRun(at: Self.at(-60)))
            try Self.end(snapshot, at: 0, knowingAll: false)
            let readAt = Self.at(seconds)
            try snapshot.change { try $0.markProbed(until: readAt, readAt: readAt) }
            #expect(try snapshot.openRun(at: Self.at(seconds + 1)) == isSeen)
        }
    }

    @Test func `what a run left that died is as old as the lock says that the next one got`() throws {
        try Self.run { snapshot in
            #expect(try snapshot.openRun(at: Self.at(0)))
            // However late that is: it may have died just now.
            try Self.read(snapshot, at: 3_600)
            #expect(try !snapshot.openRun(at: Self.at(3_601)))
            try Self.end(snapshot, at: 3_700, knowingAll: true)
            try Self.read(snapshot, at: 3_630)
            #expect(try !snapshot.openRun(at: Self.at(3_701)))
            try Self.end(snapshot, at: 3_702, knowingAll: true)
            try Self.read(snapshot, at: 3_731)
            #expect(try snapshot.openRun(at: Self.at(3_732)))
        }
    }

    @Test func `runs that know all of theirs do not make what an earlier one left any younger`() throws {
        try Self.run { snapshot in
            #expect(try snapshot.openRun(at: Self.at(-60)))
            try Self.end(snapshot, at: 0, knowingAll: false)
            for seconds in stride(from: 5.0, to: 30, by: 5) {
                try Self.read(snapshot, at: seconds)
                #expect(try !snapshot.openRun(at: Self.at(seconds + 1)))
                try Self.end(snapshot, at: seconds + 4, knowingAll: true)
            }
            try Self.read(snapshot, at: 30)
            #expect(try snapshot.openRun(at: Self.at(31)))
            try snapshot.change { try $0.closeRun() }
            #expect(try snapshot.state().openSince == nil)
            #expect(try snapshot.openRun(at: Self.at(32)))
        }
    }

    @Test func `a clock that was set back does not keep it open for ever`() throws {
        try Self.run { snapshot in
            #expect(try snapshot.openRun(at: Self.at(-60)))
            try Self.end(snapshot, at: 0, knowingAll: false)
            #expect(try !snapshot.openRun(at: Self.at(-7_200)))
            try Self.end(snapshot, at: -7_190, knowingAll: true)
            try Self.read(snapshot, at: -7_170)
            #expect(try snapshot.openRun(at: Self.at(-7_169)))
        }
    }
}
