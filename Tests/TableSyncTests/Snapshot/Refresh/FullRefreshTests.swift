import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Reads of everything, also those that end before their time.
struct FullRefreshTests {
    private static func isIn(_ record: Record) -> Bool { record.fields["Name"] == "In" }

    private static let failure = RemoteError(.unauthorized, message: "no", attempted: "read a page")

    @Test(arguments: [0, 1, 99, 100, 101, 250]) func everythingIsReadInAsManyCallsAsItHasPages(_ count: Int) throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            for number in 0..<count { scene.table.put(.person(number)) }
            let report = try await scene.refresh(snapshot, .full)
            #expect(report.cost.requests == max(1, (count + 99) / 100) && scene.table.calls == report.cost.requests)
            #expect(report.new == count && report.isExhaustive)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
            let state = try snapshot.state()
            #expect(state.recordCount == count && state.isComplete && state.completeSince == scene.table.clock)
            #expect(scene.table.queries.count { $0.fields == ["Email", "Name", "About"] } == scene.table.calls)
        }
    }

    @Test func whatIsGoneLeavesTheSnapshotWithTheMemoryOfIt() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let kept = try scene.write(.person(1), in: snapshot)
            let gone = try scene.write(.person(2), in: snapshot)
            scene.table.delete(gone.id)
            let report = try await scene.refresh(snapshot, .full)
            #expect(report.vanished == 1)
            #expect(try snapshot.recordsInOrder() == [kept])
            _ = try snapshot.change { try $0.see(gone) }
            #expect(try snapshot.contents()[gone.id]?.entry.isTracked == false)
        }
    }

    @Test func aRecordThatLeavesTheScopeIsStillRememberedAsOurs() throws {
        let scope = Scope(formula: "{Name}='In'", view: "Grid")
        try SnapshotScene.run(scope: scope, scopeHolds: Self.isIn) { scene in
            let snapshot = try scene.open()
            let record = try scene.write(.person(1, name: "In"), in: snapshot)
            scene.table.put(.person(1, name: "Out"), id: record.id)
            #expect(try await scene.refresh(snapshot, .full).vanished == 1)
            #expect(try snapshot.state().recordCount == 0)
            #expect(scene.table.queries.last?.scope == "{Name}='In'" && scene.table.queries.last?.view == "Grid")
            scene.table.put(.person(1, name: "In"), id: record.id)
            #expect(try await scene.refresh(snapshot, .full).new == 1)
            #expect(try snapshot.contents()[record.id]?.entry.isTracked == true)
        }
    }

    /// Kill points, one for each page: nothing is claimed that was not seen to the end.
    @Test(arguments: 1...4) func aFirstReadThatFailsLeavesAPart(_ page: Int) throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            for number in 0..<350 { scene.table.put(.person(number)) }
            scene.table.fail(atCall: page, with: Self.failure)
            await #expect(throws: Self.failure) { try await scene.refresh(snapshot, .full) }
            let state = try snapshot.state()
            #expect(state == SnapshotState(recordCount: (page - 1) * 100))
            #expect(try snapshot.recordsInOrder() == Array(scene.table.records.prefix((page - 1) * 100)))

            try await scene.refresh(snapshot, .full)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
        }
    }

    @Test(arguments: 1...4) func aLaterReadThatFailsLeavesTheOlderClaim(_ page: Int) throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            for number in 0..<350 { scene.table.put(.person(number)) }
            try await scene.refresh(snapshot, .full)
            let before = try snapshot.state()
            let old = scene.table.records

            try await scene.time.sleep(for: .seconds(3_600))
            for record in old { scene.table.put(.person(7, name: "New"), id: record.id) }
            scene.table.delete(old[20].id)
            scene.table.fail(atCall: scene.table.calls + page, with: Self.failure)
            await #expect(throws: Self.failure) { try await scene.refresh(snapshot, .full) }
            // Still of then: what was deleted since is there, and what was read is as fresh as it came.
            #expect(try snapshot.state() == before)
            let now = Dictionary(uniqueKeysWithValues: scene.table.records.map { ($0.id, $0) })
            let then = Dictionary(uniqueKeysWithValues: old.map { ($0.id, $0) })
            let kept = try snapshot.recordsInOrder()
            #expect(kept.map(\.id) == old.map(\.id))
            #expect(kept.count { $0 != now[$0.id] && $0 != then[$0.id] } == 0)

            // The next read of changes brings what this one did not.
            try await scene.refresh(snapshot, .changed)
            #expect(try snapshot.recordsInOrder().filter { $0.id != old[20].id } == scene.table.records)
        }
    }

    /// The process ends between the last page and the last transaction, or within it: the file is all that is left.
    @Test func aReadThatIsKilledAfterItsLastPageClaimsNothing() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(.person(1))
            try snapshot.change { change in
                _ = try change.beginGeneration()
                try change.see(record)
            }
            snapshot.close()
            #expect(try scene.open().state() == SnapshotState(recordCount: 1))
        }
    }

    @Test func aReadThatTheServiceForgetsBeginsAgain() throws {
        try SnapshotScene.run(recordsPerPage: 10) { scene in
            let snapshot = try scene.open()
            for number in 0..<35 { scene.table.put(.person(number)) }
            let forgotten = RemoteError(.cursorExpired, status: 422, message: "", attempted: "read a page")
            scene.table.fail(atCall: 3, with: forgotten)
            let report = try await scene.refresh(snapshot, .full)
            #expect(report.cost == ReadCost(requests: 7, repeats: 1))
            #expect(report.new == 35 && report.recordsRead == 35)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
        }
    }

    @Test func ourClockAndTheServicesAreKeptApart() throws {
        try SnapshotScene.run(clockAhead: -7_200) { scene in
            let snapshot = try scene.open()
            scene.table.put(.person(1))
            let (date, clock) = (scene.time.date, scene.table.clock)
            try await scene.refresh(snapshot, .full)
            let state = try snapshot.state()
            #expect(state.completeRead == .init(began: clock, readAt: date))
            #expect(state.seenUntil == clock)
        }
    }

    @Test func aServiceThatTellsNoTimeIsReadCompletelyAllTheSame() throws {
        try SnapshotScene.run(tellsTime: false) { scene in
            let snapshot = try scene.open()
            scene.table.put(.person(1))
            let date = scene.time.date
            try await scene.refresh(snapshot, .full)
            #expect(
                try snapshot.state() == SnapshotState(completeRead: .init(began: nil, readAt: date), recordCount: 1))
        }
    }

    @Test(arguments: [(2, true), (3, false)]) func anUnknownTableIsExploredBeforeItsKeysAreRead(
        _ pages: Int, _ needsKeys: Bool
    ) throws {
        try SnapshotScene.run(recordsPerPage: 10) { scene in
            let snapshot = try scene.open()
            for number in 0..<25 { scene.table.put(.person(number)) }
            let report = try await scene.refresh(
                snapshot, .explore(pages: pages), keys: ["24@example.com", "99@example.com"])
            #expect(report.methods == (needsKeys ? [.full, .keys] : [.full]))
            #expect(report.cost.requests == 3 && report.isExhaustive)
            let state = try snapshot.state()
            #expect(state.isComplete == !needsKeys && state.recordCount == (needsKeys ? 21 : 25))
        }
    }
}
