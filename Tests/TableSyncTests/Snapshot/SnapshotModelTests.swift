import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Random histories of a table and its snapshot, against what must be true after each read.
struct SnapshotModelTests {
    @Test(arguments: UInt64(1)...25) func afterEachReadTheSnapshotIsWhatItClaims(_ seed: UInt64) throws {
        try SnapshotScene.run(recordsPerPage: 5, clockAhead: 3_600) { scene in
            var history = History(scene: scene, snapshot: try scene.open(), random: SeededGenerator(seed: seed))
            for _ in 0..<120 { try await history.step() }
        }
    }

    /// One history: what happened to the table that the snapshot cannot know yet.
    private struct History {
        let scene: SnapshotScene
        var snapshot: Snapshot
        var random: SeededGenerator
        /// Deleted by others since the last complete read.
        var unseenDeletions: Set<RecordID> = []
        var tracked: Set<RecordID> = []
        /// The raw rows last pushed, with what was answered.
        var pushed: [RecordID: (source: Fingerprint, answered: Fields)] = [:]

        init(scene: SnapshotScene, snapshot: Snapshot, random: SeededGenerator) {
            self.scene = scene
            self.snapshot = snapshot
            self.random = random
        }

        mutating func step() async throws {
            try await scene.time.sleep(for: .milliseconds(Int.random(in: 50...20_000, using: &random)))
            let victim = scene.table.records.randomElement(using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0...2: scene.table.put(person())
            case 3: victim.map { _ = scene.table.put(person(), id: $0.id) }
            case 4:
                guard let victim else { break }
                scene.table.delete(victim.id)
                unseenDeletions.insert(victim.id)
            case 5...6: try write(victim)
            case 7: try reopen()
            case 8: try await fail()
            case 9:
                try await scene.refresh(snapshot, .full)
                unseenDeletions = []
                try check()
            case 10 where try snapshot.state().isComplete:
                try await scene.refresh(snapshot, .changed)
                try check()
            default:
                let keys = scene.table.records.prefix(7).compactMap { record -> String? in
                    guard case .string(let text)? = record.fields["Email"] else { return nil }
                    return text
                }
                try await scene.refresh(snapshot, .keys, keys: keys)
                try check(keys: Set(keys))
            }
        }

        private mutating func person() -> Fields {
            .person(Int.random(in: 0..<40, using: &random), name: "\(Int.random(in: 0..<3, using: &random))")
        }

        private mutating func write(_ victim: Record?) throws {
            let fields = person()
            let source = scene.managed.rawFingerprint(of: fields)
            let record = try scene.write(fields, id: victim?.id, source: source, in: snapshot)
            tracked.insert(record.id)
            pushed[record.id] = (source, record.fields)
        }

        private mutating func reopen() throws {
            snapshot.close()
            snapshot = try scene.open()
        }

        /// A read that fails at its first or second page.
        private mutating func fail() async throws {
            let failure = RemoteError(.forbidden, message: "no", attempted: "read a page")
            scene.table.fail(atCall: scene.table.calls + Int.random(in: 1...2, using: &random), with: failure)
            defer { scene.table.mend() }
            let step: RefreshStep = try snapshot.state().isComplete && Bool.random(using: &random) ? .changed : .full
            let before = try snapshot.state()
            do {
                try await scene.refresh(snapshot, step)
                if step == .full { unseenDeletions = [] }
            } catch let error as RemoteError where error == failure {
                var after = try snapshot.state()
                after.recordCount = before.recordCount
                #expect(after == before)
            }
        }

        /// After a read, with all keys or some: what is in the snapshot is in the table, and the other way round.
        private func check(keys: Set<String>? = nil) throws {
            let contents = try snapshot.contents()
            #expect(try snapshot.recordCount() == contents.count)
            let isAsked = { (record: Record) in
                guard let keys else { return true }
                guard case .string(let key)? = record.fields["Email"] else { return false }
                return keys.contains(key)
            }
            for record in scene.table.records where isAsked(record) {
                let kept = try #require(contents[record.id])
                #expect(kept.record.fields == record.fields)
                #expect(kept.entry.isTracked == tracked.contains(record.id))
                let push = pushed[record.id]
                #expect(kept.entry.source == push?.source)
                #expect(kept.entry.isSettled == (push?.answered == record.fields))
            }
            let inTable = Set(scene.table.records.map(\.id))
            for (id, kept) in contents where isAsked(kept.record) && !inTable.contains(id) {
                #expect(keys == nil && unseenDeletions.contains(id), "\(id) was deleted, and the snapshot has it still")
            }
        }
    }
}
