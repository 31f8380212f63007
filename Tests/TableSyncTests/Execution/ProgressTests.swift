import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct ProgressTests {
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

    /// A reader of progress that is no help.
    enum Reader: CaseIterable, Sendable {
        case slow, absent, cancelled

        /// What it does with the updates; it notes in `seen` what it reads.
        func read(_ updates: ProgressUpdates, _ seen: Collected<Progress>, _ time: VirtualTime) async {
            switch self {
            case .slow:
                for await progress in updates {
                    seen.append(progress)
                    try? await time.sleep(for: .seconds(1_000))
                }
            case .absent: break
            case .cancelled:
                for await progress in updates {
                    seen.append(progress)
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
        }
    }

    @Test(arguments: Reader.allCases, [false, true])
    func `no reader of progress keeps rows from being written and reported`(reader: Reader, upserts: Bool) throws {
        try Scene.run { scene in
            try scene.mock.insert(
                (0..<30).map { ["email": .string("user\($0)@example.com"), "name": "old"] }, into: "Users",
                in: Scene.base)
            let seen = Collected<Progress>()
            let read: @Sendable (ProgressUpdates) async -> Void = { await reader.read($0, seen, scene.time) }
            let rows = Scene.rows(95)
            let report =
                upserts
                ? try await scene.table.upsert(rows, matching: "email", options: scene.options, progress: read)
                : try await scene.table.bulkCreate(rows, options: scene.options, progress: read)
            #expect(report.isComplete)
            #expect(report.counts.created == (upserts ? 65 : 95))
            #expect(report.counts.updated == (upserts ? 30 : 0))
            #expect(report.outcomes.map(\.index) == Array(0..<95))
            #expect(report.outcomes.count { $0.record?.fields["name"] == "new" } == 95)
            #expect(report.requests == 10)
            #expect(report.duration < .seconds(3))
            let contents = try scene.contents()
            #expect(contents.count == (upserts ? 95 : 125))
            let seats = contents.filter { $0["name"] == "new" }.compactMap { $0["seats"]?.numberValue?.intValue }
            #expect(seats.sorted() == Array(0..<95))
            #expect(seen.values.count <= 2)
        }
    }

    @Test func `while the service refuses everything, each second tells until when`() throws {
        try Scene.run { scene in
            let seen = Collected<Progress>()
            _ = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await scene.time.sleep(for: .milliseconds(2_500))
                    for _ in 0..<6 { try await scene.readAsSomebodyElse() }
                }
                return try await scene.table.bulkCreate(Scene.rows(200), options: scene.options) {
                    for await p in $0 { seen.append(p) }
                }
            }
            let waits = seen.values.compactMap(\.waiting)
            #expect(waits.count >= 30)
            #expect(Set(waits.map(\.reason)) == [.refused])
            // Requests that were under way at the first refusal are refused as well, and each moves the end.
            #expect(Set(waits.map(\.until)).count <= 5)
            #expect(seen.values.last?.waiting == nil)
        }
    }

    @Test(arguments: [FieldType.singleLineText, .email], Trouble.away)
    func `while the service is away, each second tells since when, and when the next try is`(
        key: FieldType, trouble: Trouble
    ) throws {
        try Scene.run(key: key) { scene in
            let begun = scene.time.now
            let flaky = FlakyTable(
                base: scene.table, time: scene.time, from: begun, to: begun + .seconds(120), trouble: trouble)
            let seen = Collected<Progress>()
            let report = try await flaky.upsert(Scene.rows(50), matching: "email", options: scene.options) {
                for await p in $0 { seen.append(p) }
            }
            #expect(report.counts.created == 50)
            let away = seen.values.filter { $0.elapsed > .zero && $0.elapsed < .seconds(120) }
            #expect(away.count >= 119)
            #expect(away.count { $0.waiting?.reason == .outage && $0.waiting?.since == begun } == away.count)
            #expect(away.count { $0.timeLeft == nil } == away.count)
            #expect(away.compactMap(\.waiting).allSatisfy { $0.until <= begun + .seconds(150) })
            #expect(seen.values.last?.waiting == nil)
        }
    }

    @Test func `the pace is asked about four times a second at the most`() throws {
        try Scene.run { scene in
            let table = AskedTable(scene.table)
            let seen = Collected<Progress>()
            let report = try await table.bulkCreate(Scene.rows(500), options: scene.options) {
                for await p in $0 { seen.append(p) }
            }
            #expect(Double(table.questions) <= 4 * (report.duration / .seconds(1)) + 2)
            #expect(seen.values.last?.timeLeft == .zero)
        }
    }

    @Test func `a run that has nothing to do but to settle a lost answer says so`() throws {
        try Scene.run(faults: [FaultPlan.Rule(.appliedThenLost, request: 1)]) { scene in
            let seen = Collected<Progress>()
            let begun = scene.time.now
            _ = try await scene.table.bulkCreate(Scene.rows(20), options: scene.options) {
                for await p in $0 { seen.append(p) }
            }
            let waits = seen.values.compactMap(\.waiting)
            #expect(waits.count >= 29)
            #expect(Set(waits.map(\.reason)) == [.lostAnswer])
            #expect(Set(waits.map(\.until)) == [begun + .milliseconds(30_050)])
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
