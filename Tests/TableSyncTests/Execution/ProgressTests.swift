import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ProgressTests {
    @Test(arguments: [false, true]) func `an eager reader sees rows grow to the end`(upserts: Bool) throws {
        try Scene.run { scene in
            let seen = Collected<Progress>()
            let read: @Sendable (ProgressUpdates) async -> Void = { for await p in $0 { seen.append(p) } }
            if upserts {
                _ = try await scene.table.upsert(
                    Scene.rows(95), matching: "email", options: scene.options, progress: read)
            } else {
                _ = try await scene.table.bulkCreate(Scene.rows(95), options: scene.options, progress: read)
            }
            let rows = seen.values.map(\.rowsDone)
            #expect(rows == rows.sorted())
            #expect(rows.last == 95)
            #expect(seen.values.last?.requests == 10)
            #expect(seen.values.last?.requestsToCome == 0)
            #expect(seen.values.allSatisfy { $0.rowCount == 95 })
            #expect(seen.values.count > 3)
        }
    }

    @Test func `a slow reader sees the newest and delays nothing`() throws {
        let alone = try Scene.run { try await $0.table.bulkCreate(Scene.rows(200), options: $0.options).duration }
        try Scene.run { scene in
            let seen = Collected<Int>()
            let report = try await scene.table.bulkCreate(Scene.rows(200), options: scene.options) { updates in
                for await progress in updates {
                    seen.append(progress.rowsDone)
                    try? await scene.time.sleep(for: .seconds(2))
                }
            }
            #expect(report.duration == alone)
            #expect(seen.values.count <= 4)
            #expect(seen.values.last == 200)
        }
    }

    @Test func `a reader that never reads, and one that stops reading, cost nothing`() throws {
        try Scene.run { scene in
            let absent = try await scene.table.bulkCreate(Scene.rows(50), options: scene.options) { _ in }
            #expect(absent.isComplete)
            let leaves = try await scene.table.upsert(
                Scene.rows(50, name: "newer"), matching: "email", options: scene.options
            ) { updates in
                for await _ in updates { break }
            }
            #expect(leaves.counts.updated == 50)
        }
    }

    @Test func `the time left is what the pace makes of the requests to come`() throws {
        try Scene.run { scene in
            let seen = Collected<Progress>()
            let report = try await scene.table.bulkCreate(Scene.rows(300), options: scene.options) {
                for await p in $0 { seen.append(p) }
            }
            let early = try #require(seen.values.first { $0.rowsDone >= 50 })
            let left = try #require(early.timeLeft)
            let really = report.duration - early.elapsed
            #expect(abs((left - really) / .seconds(1)) < 0.3)
        }
    }
}
