import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Reads of what has changed, by others and by us, and probes.
struct ChangedRefreshTests {
    /// A complete snapshot of so many people, an hour old.
    private static func scene(
        _ count: Int, clockAhead: TimeInterval = 0,
        _ body: @escaping @Sendable (SnapshotScene, Snapshot) async throws -> Void
    ) throws {
        try SnapshotScene.run(clockAhead: clockAhead) { scene in
            let snapshot = try scene.open()
            for number in 0..<count { scene.table.put(.person(number)) }
            try await scene.time.sleep(for: .seconds(600))
            try await scene.refresh(snapshot, .full)
            try await scene.time.sleep(for: .seconds(3_600))
            try await body(scene, snapshot)
        }
    }

    @Test(arguments: [-7_200.0, 0, 7_200]) func whatOthersChangedIsRead(_ clockAhead: TimeInterval) throws {
        try Self.scene(250, clockAhead: clockAhead) { scene, snapshot in
            let records = scene.table.records
            scene.table.put(.person(3, name: "Changed"), id: records[3].id)
            scene.table.put(.person(1_000))
            scene.table.delete(records[5].id)
            let report = try await scene.refresh(snapshot, .changed)
            #expect(report.cost.requests == 1 && report.changed == 1 && report.new == 1 && report.hasDrifted)
            let state = try snapshot.state()
            #expect(state.seenUntil == scene.table.clock)
            #expect(state.completeSince != scene.table.clock)
            // Deletions leave no trace: that is what the claim says.
            #expect(try snapshot.recordsInOrder().filter { $0.id != records[5].id } == scene.table.records)
        }
    }

    @Test func nothingChangedIsOneCallAndNoDrift() throws {
        try Self.scene(250) { scene, snapshot in
            let report = try await scene.refresh(snapshot, .changed)
            #expect(report.cost.requests == 1 && report.recordsRead == 0 && !report.hasDrifted)
        }
    }

    @Test func aChangeThatTookEffectBeforeTheLastSightIsStillFound() throws {
        try Self.scene(10) { scene, snapshot in
            let records = scene.table.records
            // The write was under way when the changes were read, and bears the time at which it was begun.
            scene.table.put(.person(1, name: "Late"), id: records[1].id)
            let begun = try #require(scene.table.clock)
            try await scene.time.sleep(for: .seconds(20))
            let readAt = scene.time.date
            try snapshot.change { try $0.markSeen(until: begun.addingTimeInterval(20), readAt: readAt) }
            #expect(try await scene.refresh(snapshot, .changed).changed == 1)
        }
    }

    @Test func ourOwnWritesAreLeftOutOnceAForeignChangeCanBeTold() throws {
        try Self.scene(150) { scene, snapshot in
            let records = scene.table.records
            // Answered in the second after the one in which they took effect.
            try await scene.time.sleep(for: .milliseconds(900))
            let written = records.map { scene.table.put(.person(1, name: "Ours"), id: $0.id) }
            try await scene.time.sleep(for: .milliseconds(200))
            try snapshot.change { change in
                for record in written { try change.wrote(record, source: nil, at: scene.table.clock) }
            }
            try await scene.time.sleep(for: .seconds(60))
            scene.table.put(.person(2, name: "Theirs"), id: records[2].id)
            let report = try await scene.refresh(snapshot, .changed)
            #expect(report.cost.requests == 1 && report.recordsRead == 1 && report.changed == 1)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
        }
    }

    @Test func aForeignChangeInTheSecondOfOurAnswerIsNotMissed() throws {
        try Self.scene(3) { scene, snapshot in
            let records = scene.table.records
            let ours = scene.table.put(.person(1, name: "Ours"), id: records[1].id)
            try snapshot.change { try $0.wrote(ours, source: nil, at: scene.table.clock) }
            try await scene.time.sleep(for: .milliseconds(300))
            scene.table.put(.person(1, name: "Theirs"), id: records[1].id)
            try await scene.time.sleep(for: .seconds(60))
            #expect(try await scene.refresh(snapshot, .changed).changed == 1)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
        }
    }

    @Test(arguments: 1...3) func aReadThatFailsWillBeDoneFromTheSameTime(_ call: Int) throws {
        let failure = RemoteError(.forbidden, message: "no", attempted: "read a page")
        try Self.scene(250) { scene, snapshot in
            let before = try snapshot.state()
            for record in scene.table.records { scene.table.put(.person(1, name: "New"), id: record.id) }
            scene.table.fail(atCall: scene.table.calls + call, with: failure)
            await #expect(throws: failure) { try await scene.refresh(snapshot, .changed) }
            #expect(try snapshot.state() == before)
            try await scene.refresh(snapshot, .changed)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
        }
    }

    @Test func aProbeIsOneCallAndSeesNoDriftInOurOwnWrites() throws {
        try Self.scene(1_500) { scene, snapshot in
            for (number, record) in scene.table.records.enumerated() {
                try scene.write(.person(number, name: "Ours"), id: record.id, in: snapshot)
                if number % 10 == 9 { try await scene.time.sleep(for: .milliseconds(200)) }
            }
            try await scene.time.sleep(for: .seconds(3_600))
            let report = try await scene.refresh(snapshot, .none(readsOn: true))
            #expect(report.cost.requests == 1 && !report.hasDrifted && report.recordsRead <= 60)
        }
    }

    @Test func aProbeFindsWhatOthersChangedSinceOurRunAndTakesItIn() throws {
        try Self.scene(250) { scene, snapshot in
            try scene.write(.person(0, name: "Ours"), id: scene.table.records[0].id, in: snapshot)
            try await scene.time.sleep(for: .seconds(60))
            scene.table.put(.person(7, name: "Theirs"), id: scene.table.records[7].id)
            try await scene.time.sleep(for: .seconds(5))
            let report = try await scene.refresh(snapshot, .none(readsOn: false))
            #expect(report.hasDrifted && report.changed == 1 && report.isExhaustive)
            #expect(try snapshot.recordsInOrder() == scene.table.records)
            // The next probe begins a margin before this one.
            try await scene.time.sleep(for: .seconds(60))
            let next = try await scene.refresh(snapshot, .none(readsOn: false))
            #expect(next.recordsRead == 1 && !next.hasDrifted)
        }
    }

    @Test(arguments: [(false, 1), (true, 3)]) func aProbeReadsOnIfItMay(_ readsOn: Bool, _ calls: Int) throws {
        try Self.scene(250) { scene, snapshot in
            for record in scene.table.records { scene.table.put(.person(1, name: "New"), id: record.id) }
            let report = try await scene.refresh(snapshot, .none(readsOn: readsOn))
            #expect(report.cost.requests == calls && report.isExhaustive == readsOn && report.hasDrifted)
            #expect(try (snapshot.recordsInOrder() == scene.table.records) == readsOn)
        }
    }

    @Test func theHourlyCaseCostsOneReadAndASecondRunWithoutChangesNone() throws {
        try Self.scene(10_000) { scene, snapshot in
            for hour in 0..<5 {
                let choice = try scene.choice(snapshot, rows: 10_000)
                let report = try await scene.refresh(snapshot, try #require(choice.chosen))
                // The schema before, 10 writes after: 12 calls a run, or 2.
                #expect(report.cost.requests == 1, "hour \(hour)")
                #expect(try snapshot.recordsInOrder() == scene.table.records)
                if hour == 3 { continue }
                for (number, record) in scene.table.records.enumerated() where number % 100 == hour {
                    try scene.write(.person(number, name: "Hour \(hour)"), id: record.id, in: snapshot)
                    if number % 1_000 == hour { try await scene.time.sleep(for: .milliseconds(200)) }
                }
                try await scene.time.sleep(for: .seconds(3_600))
            }
        }
    }
}
