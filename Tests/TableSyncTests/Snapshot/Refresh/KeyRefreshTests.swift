import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Reads of the keys of a source.
struct KeyRefreshTests {
    private func keys(_ numbers: some Sequence<Int>) -> [String] { numbers.map { "\($0)@example.com" } }

    @Test(arguments: [0, 1, 100, 101, 250]) func aHundredKeysGoIntoACall(_ count: Int) throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            for number in 0..<300 { scene.table.put(.person(number)) }
            let report = try await scene.refresh(snapshot, .keys, keys: keys(0..<count))
            #expect(report.cost.requests == (count + 99) / 100 && report.new == count)
            let state = try snapshot.state()
            #expect(state.recordCount == count && !state.isComplete && state.seenUntil == nil)
        }
    }

    @Test func aKeyThatComesTwiceIsAskedForOnce() throws {
        try SnapshotScene.run(recordsPerPage: 2) { scene in
            let snapshot = try scene.open()
            scene.table.put(.person(1))
            let report = try await scene.refresh(snapshot, .keys, keys: keys([1, 1, 1, 2]))
            #expect(report.cost.requests == 1 && report.new == 1)
        }
    }

    @Test func allRecordsOfOneKeyAreFound() throws {
        try SnapshotScene.run(recordsPerPage: 2) { scene in
            let snapshot = try scene.open()
            for _ in 0..<5 { scene.table.put(.person(1)) }
            let report = try await scene.refresh(snapshot, .keys, keys: keys([1]))
            #expect(report.cost.requests == 3 && report.new == 5)
        }
    }

    @Test func aRecordThatHasItsKeyNoMoreIsDroppedAndTheSnapshotIsAPartThen() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let records = (0..<3).map { scene.table.put(.person($0)) }
            try await scene.refresh(snapshot, .full)
            scene.table.delete(records[1].id)
            // Nobody asks for the deleted one: nothing is noticed, nothing is claimed less.
            #expect(try await scene.refresh(snapshot, .keys, keys: keys([0, 2])).vanished == 0)
            #expect(try snapshot.state().isComplete)
            #expect(try await scene.refresh(snapshot, .keys, keys: keys([0, 1])).vanished == 1)
            #expect(try snapshot.recordsInOrder() == [records[0], records[2]])
            #expect(try !snapshot.state().isComplete)
        }
    }

    @Test(arguments: 1...3) func aReadThatFailsDropsNothing(_ call: Int) throws {
        let failure = RemoteError(.forbidden, message: "no", attempted: "read a page")
        try SnapshotScene.run(recordsPerPage: 2) { scene in
            let snapshot = try scene.open()
            let records = (0..<6).map { scene.table.put(.person($0)) }
            try await scene.refresh(snapshot, .full)
            let before = try snapshot.state()
            for record in records { scene.table.delete(record.id) }
            scene.table.fail(atCall: scene.table.calls + call, with: failure)
            await #expect(throws: failure) { try await scene.refresh(snapshot, .keys, keys: keys(0..<6)) }
            #expect(try snapshot.state() == before)
            #expect(try snapshot.recordsInOrder() == records)
        }
    }
}
