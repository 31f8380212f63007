import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What a snapshot keeps of records, and what it concludes from what it sees.
struct SnapshotTests {
    private let rich: Fields = ["Email": "1@example.com", "Name": "Ada", "About": "**bold** "]

    @Test func recordsComeBackAsTheServiceAnsweredThem() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(["Email": "1@example.com", "Name": " Ada\t", "Elsewhere": 7])
            #expect(try snapshot.change { try $0.see(record) } == .new)
            let (entry, kept) = try #require(try snapshot.contents()[record.id])
            #expect(kept.id == record.id && kept.createdTime == record.createdTime)
            #expect(kept.fields == ["Email": "1@example.com", "Name": " Ada\t"])
            #expect(entry.key == scene.managed.storedKey(of: record.fields).map(scene.managed.keyFingerprint))
            #expect(entry.cells == scene.managed.rowFingerprint(of: record.fields))
            #expect(entry.source == nil && !entry.isSettled && !entry.isTracked)
            #expect(try snapshot.records([entry.rowID + 1]).isEmpty)
        }
    }

    @Test func whatTheServiceRewritesIsSettledAllTheSame() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let raw = scene.managed.rawFingerprint(of: rich)
            var answered = rich
            answered["About"] = "__bold__\n"
            let record = try scene.write(answered, source: raw, in: snapshot)
            var entry = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(entry.cells != scene.managed.rowFingerprint(of: rich))
            #expect(entry.isUnmoved(from: raw) && entry.isTracked)

            // A read shows what was answered: still unmoved.
            try await scene.refresh(snapshot, .full)
            entry = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(entry.isUnmoved(from: raw))

            // Somebody edits it, and takes the edit back.
            answered["About"] = "edited"
            scene.table.put(answered, id: record.id)
            try await scene.refresh(snapshot, .full)
            #expect(try snapshot.contents()[record.id]?.entry.isSettled == false)
            answered["About"] = "__bold__\n"
            scene.table.put(answered, id: record.id)
            try await scene.refresh(snapshot, .full)
            #expect(try snapshot.contents()[record.id]?.entry.isUnmoved(from: raw) == true)
        }
    }

    @Test func aRowThatWasFoundEqualIsSettledWithoutBeingTracked() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(.person(1))
            try await scene.refresh(snapshot, .full)
            let entry = try #require(try snapshot.contents()[record.id]?.entry)
            let raw = scene.managed.rawFingerprint(of: .person(1))
            #expect(try snapshot.change { try $0.adopt(entry.rowID, source: raw, seen: entry.cells) })
            let adopted = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(adopted.isUnmoved(from: raw) && !adopted.isTracked)
        }
    }

    @Test func aRowIsNotTakenForEqualToCellsThatHaveMovedSince() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(.person(1))
            try await scene.refresh(snapshot, .full)
            let entry = try #require(try snapshot.contents()[record.id]?.entry)
            scene.table.put(.person(1, name: "Another"), id: record.id)
            try await scene.refresh(snapshot, .full)
            let raw = scene.managed.rawFingerprint(of: .person(1))
            for rowID in [entry.rowID, entry.rowID + 7] {
                #expect(try !snapshot.change { try $0.adopt(rowID, source: raw, seen: entry.cells) })
            }
            #expect(try snapshot.contents()[record.id]?.entry.source == nil)
        }
    }

    @Test func aRowThatWasNotWrittenWholeIsNotRemembered() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let raw = scene.managed.rawFingerprint(of: .person(1))
            let record = try scene.write(.person(1), source: raw, in: snapshot)
            try scene.write(.person(1, name: "Kept"), id: record.id, source: nil, in: snapshot)
            let entry = try #require(try snapshot.contents()[record.id]?.entry)
            #expect(entry.source == nil && !entry.isSettled && entry.isTracked)
        }
    }

    @Test func aRecordWithoutAKeyIsKeptAndCounted() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(["Name": "Nobody"])
            try await scene.refresh(snapshot, .full)
            #expect(try snapshot.state().recordCount == 1)
            #expect(try snapshot.contents()[record.id]?.entry.key == nil)
        }
    }

    @Test func whatIsReadBesidesIsKeptFreshAlthoughItIsInNoFingerprint() throws {
        let mark = FieldSchema(id: FieldID(unchecked: "fldMarkMarkMarkMa"), name: "Archived", type: .checkbox)
        let managed = ManagedFields([.emailField, .nameField], key: [.emailField], alsoRead: [mark])
        try SnapshotScene.run(managed: managed) { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(.person(1))
            try await scene.refresh(snapshot, .full)
            let before = try #require(try snapshot.contents()[record.id])
            #expect(before.record.fields["Archived"] == nil)
            var archived = Fields.person(1)
            archived["Archived"] = true
            scene.table.put(archived, id: record.id)
            let report = try await scene.refresh(snapshot, .full)
            let after = try #require(try snapshot.contents()[record.id])
            #expect(report.same == 1 && after.entry.cells == before.entry.cells)
            #expect(after.record.fields["Archived"] == true)
        }
    }

    @Test func aChangeThatThrowsChangesNothing() throws {
        struct Stop: Error {}
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = scene.table.put(.person(1))
            #expect(throws: Stop.self) {
                try snapshot.change { change in
                    try change.see(record)
                    throw Stop()
                }
            }
            #expect(try snapshot.state() == SnapshotState())
        }
    }

    @Test func ourDeletesLeaveTheSnapshot() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = try scene.write(.person(1), in: snapshot)
            try snapshot.change { try $0.deleted(record.id, at: scene.table.clock) }
            let state = try snapshot.state()
            #expect(state.recordCount == 0 && state.ownWrites == .few([]))
            #expect(state.lastRunEnd == scene.table.clock)
        }
    }

    @Test(arguments: [999, 1_000, 1_001, 1_500])
    func ownWritesAreNamedUpToALimitAndThenCounted(_ count: Int) throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            try await scene.refresh(snapshot, .full)
            for number in 0..<count { try scene.write(.person(number), in: snapshot) }
            let writes = try snapshot.state().ownWrites
            #expect(writes.count == count)
            #expect(writes.named.map(\.ids.count) == (count > OwnWrites.limit ? [] : [count]))
            #expect(writes.named.count { $0.until == scene.table.clock } == writes.named.count)

            // Once a later read has seen them all, there are none.
            try await scene.time.sleep(for: .seconds(120))
            try await scene.refresh(snapshot, .full)
            #expect(try snapshot.state().ownWrites == .few([]))
        }
    }

    @Test func aRecordThatIsWrittenTwiceIsOneOwnWrite() throws {
        try SnapshotScene.run { scene in
            let snapshot = try scene.open()
            let record = try scene.write(.person(1), in: snapshot)
            try await scene.time.sleep(for: .seconds(5))
            try scene.write(.person(1, name: "Again"), id: record.id, in: snapshot)
            let clock = try #require(scene.table.clock)
            #expect(try snapshot.state().ownWrites == .few([OwnWrite(ids: [record.id], until: clock)]))
        }
    }
}
