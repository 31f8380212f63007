import Foundation
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// One file, two users of it.
struct SnapshotSharingTests {
    private static func record(_ number: Int) -> Record {
        Record(
            id: RecordID(unchecked: "rec0000000000\(number + 1_000)"), createdTime: Date(timeIntervalSince1970: 0),
            fields: .person(number))
    }

    @Test func whatOneWritesTheOtherSees() throws {
        try SnapshotScene.run { scene in
            let (left, right) = (try scene.open(), try scene.open())
            let record = try scene.write(.person(1), in: left)
            #expect(try right.recordsInOrder() == [record])
            try scene.write(.person(2), in: right)
            #expect(try left.state().recordCount == 2)
        }
    }

    @Test(.timeLimit(.minutes(30))) func theSecondWriterWaitsForTheFirst() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tablesync-snapshot-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let identity = SnapshotIdentity(service: "s", base: "b", table: "t", managed: .people)
        let snapshots = try (0..<2).map { _ in try Snapshot.open(in: folder, for: identity).snapshot }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, snapshot) in snapshots.enumerated() {
                group.addTask {
                    for number in 0..<100 { try snapshot.change { _ = try $0.see(Self.record(index * 100 + number)) } }
                }
            }
            try await group.waitForAll()
        }
        #expect(try snapshots[0].state().recordCount == 200)
    }

    @Test func whoWaitsTooLongForAnotherWriterIsTold() throws {
        try withTemporaryFolder { folder in
            let identity = SnapshotIdentity(service: "s", base: "b", table: "t", managed: .people)
            let (first, _) = try Snapshot.open(in: folder, for: identity)
            let (second, _) = try Snapshot.open(in: folder, for: identity, patience: .zero)
            let sentence =
                "Using the snapshot \(first.path) failed: another process has kept it locked for too long. Wait for it to end."
            try first.change { change in
                try change.see(Self.record(1))
                let late = #expect(throws: SnapshotError.self) { try second.change { _ = try $0.see(Self.record(2)) } }
                #expect(late?.description == sentence)
                let third = #expect(throws: SnapshotError.self) {
                    try Snapshot.open(in: folder, for: identity, patience: .zero)
                }
                #expect(third?.description == sentence)
                // Readers do not wait, and do not see what is not finished.
                #expect(try second.state().recordCount == 0)
            }
            #expect(try second.state().recordCount == 1)
        }
    }

    @Test func aRecordThatIsWrittenWhileAnotherReadsEverythingIsNotTakenForGone() throws {
        try SnapshotScene.run(recordsPerPage: 2) { scene in
            let (reading, writing) = (try scene.open(), try scene.open())
            for number in 0..<5 { scene.table.put(.person(number)) }
            let first = try #require(scene.table.records.first)
            // Behind the read's back: the first page has been answered when the record moves out of sight for the read.
            let written = Record(
                id: RecordID(unchecked: "rec00000000000000"), createdTime: first.createdTime, fields: .person(9))
            scene.table.onCall { call in
                if call == 3 { try? writing.change { try $0.wrote(written, source: nil, at: nil) } }
            }
            let report = try await scene.refresh(reading, .full)
            #expect(report.new == 5 && report.vanished == 0)
            #expect(try reading.contents()[written.id] != nil)
        }
    }

    @Test(arguments: [RefreshStep.full, .changed, .none(readsOn: true), .keys])
    func `what is written or deleted while a page is on its way is not undone by the page`(_ step: RefreshStep) throws {
        try SnapshotScene.run { scene in
            let (reading, writing) = (try scene.open(), try scene.open())
            let records = (0..<3).map { scene.table.put(.person($0)) }
            try await scene.refresh(reading, .full)
            let written = Record(
                id: records[1].id, createdTime: records[1].createdTime, fields: .person(1, name: "Ours"))
            let clock = scene.table.clock
            let before = scene.table.calls
            scene.table.onCall { call in
                guard call == before + 1 else { return }
                try? writing.change { change in
                    try change.wrote(written, source: nil, at: clock)
                    try change.deleted(records[2].id, at: clock)
                }
            }
            let keys = (0..<3).map { "\($0)@example.com" }
            try await scene.refresh(reading, step, keys: keys)
            #expect(try reading.recordsInOrder() == [records[0], written])
            // What a later read brings is newer.
            try await scene.refresh(reading, step, keys: keys)
            #expect(try reading.recordsInOrder() == records)
        }
    }

    @Test func twoReadsOfEverythingAtOnceTakeNothingForGone() throws {
        try SnapshotScene.run(recordsPerPage: 2) { scene in
            let (left, right) = (try scene.open(), try scene.open())
            for number in 0..<7 { scene.table.put(.person(number)) }
            async let first = scene.refresh(left, .full)
            async let second = scene.refresh(right, .full)
            let reports = try await [first, second]
            #expect(reports.map(\.vanished) == [0, 0])
            #expect(try left.recordsInOrder() == scene.table.records)
        }
    }
}
