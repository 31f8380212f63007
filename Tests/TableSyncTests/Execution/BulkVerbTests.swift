import MockAirtable
import RateLimiting
import TableModel
import TableSync
import Testing

/// Each bulk verb against each conformer of the port, judged by what is in the table.
@Suite(.timeLimit(.minutes(30))) struct BulkVerbTests {
    static let counts = [0, 1, 9, 10, 11, 20, 21, 25, 1_003]

    @Test(arguments: Conformer.allCases, counts)
    func `n creates cost a tenth as many requests, rounded up, and come back in input order`(
        conformer: Conformer, count: Int
    ) throws {
        try conformer.run { bench in
            let report = try await bench.table.bulkCreate(Scene.rows(count), options: bench.options)
            #expect(bench.requests() == (count + 9) / 10)
            #expect(report.requests == (count + 9) / 10)
            #expect(report.counts.created == count)
            #expect(report.isComplete)
            #expect(report.outcomes.map(\.record?.fields["seats"]) == (0..<count).map { .number(Double($0)) })
            #expect(try bench.contents().count == count)
        }
    }

    @Test(arguments: Conformer.allCases)
    func `rows of a sequence are pulled no further ahead than requests are in flight, and reported in order`(
        conformer: Conformer
    ) throws {
        try conformer.run { bench in
            let rows = CountedRows(3_005)
            let lines = Collected<Int>()
            let report = try await bench.table.bulkCreate(
                rows, options: bench.options,
                outcomes: {
                    rows.noteDone()
                    lines.append($0.line)
                })
            #expect(report.counts.created == 3_005)
            #expect(report.outcomes.isEmpty)
            #expect(lines.values == (0..<3_005).map { $0 * 3 + 2 })
            // Fifteen requests, the rows that wait for company, what is on its way from the source, and what was answered
            // before rows that come first.
            #expect(rows.furthestAhead <= 2 * 150)
        }
    }

    @Test func `while an answer is lost, rows are pulled and outcomes held back only so far`() throws {
        let unlimited: @Sendable (inout ServiceConfiguration) -> Void = { $0.rate.isEnforced = false }
        let faults = [FaultPlan.Rule(.appliedThenLost, request: 0)]
        try Scene.run(faults: faults, pacing: .none, configure: unlimited) { scene in
            let rows = CountedRows(10_000)
            let report = try await scene.table.bulkCreate(
                rows, options: scene.options, outcomes: { _ in rows.noteDone() })
            #expect(report.counts.created == 10_000)
            #expect((1_000...2_590).contains(rows.furthestAhead))
        }
    }

    @Test(arguments: Conformer.allCases, [FieldType.singleLineText, .email])
    func `an upsert creates and updates, and a second one of the same rows only updates`(
        conformer: Conformer, key: FieldType
    ) throws {
        try conformer.run(key: key) { bench in
            _ = try bench.insert(Scene.rows(30, name: "old"))
            for (name, created) in [("new", 65), ("newer", 0)] {
                let before = bench.requests()
                let report = try await bench.table.upsert(
                    Scene.rows(95, name: name), matching: "email", options: bench.options)
                #expect(report.counts.created == created)
                #expect(report.counts.updated == 95 - created)
                #expect(report.outcomes.map { $0.record?.fields["seats"] } == (0..<95).map { .number(Double($0)) })
                #expect(report.requests == bench.requests() - before)
                // A key that the service cannot match is read first, a hundred rows a page.
                #expect(report.requests == (key == .email ? 1 + 10 : 10))
                let contents = try bench.contents()
                #expect(contents.count == 95)
                #expect(contents.count { $0["name"] == .string(name) } == 95)
            }
        }
    }

    @Test(arguments: Conformer.allCases, [false, true])
    func `an update leaves the cells that it does not mention, and a replacement clears them`(
        conformer: Conformer, replacing: Bool
    ) throws {
        try conformer.run { bench in
            let ids = try bench.insert(Scene.rows(35, name: "old"))
            let changes: [(id: RecordID, fields: Fields)] = ids.map { ($0, ["name": "new"]) }
            let report = try await bench.table.update(changes, replacing: replacing, options: bench.options)
            #expect(report.counts.updated == 35)
            #expect(report.requests == 4)
            let contents = try bench.contents()
            #expect(contents.count { $0["name"] == "new" } == 35)
            #expect(contents.count { $0["email"] == nil } == (replacing ? 35 : 0))
        }
    }

    @Test(arguments: Conformer.allCases)
    func `updates and deletes of a sequence go by id, and a repeated id is refused`(conformer: Conformer) throws {
        try conformer.run { bench in
            let ids = try bench.insert(Scene.rows(35, name: "old"))
            let changes = AsyncStream<WriteChunk.Element> { continuation in
                for id in ids + [ids[3]] { continuation.yield(WriteChunk.Element(id: id, fields: ["name": "new"])) }
                continuation.finish()
            }
            let updated = try await bench.table.update(changes, onError: .continue, options: bench.options)
            #expect(updated.counts.updated == 35)
            #expect(updated.failures.map(\.index) == [35])
            #expect(try bench.contents().count { $0["name"] == "new" } == 35)
            let doomed = AsyncStream<RecordID> { continuation in
                for id in ids { continuation.yield(id) }
                continuation.finish()
            }
            let deleted = try await bench.table.delete(doomed, options: bench.options)
            #expect(deleted.counts.deleted == 35)
            #expect(try bench.contents().isEmpty)
        }
    }

    @Test(arguments: Conformer.allCases)
    func `what somebody else deleted is already gone, and its neighbours are deleted`(conformer: Conformer) throws {
        try conformer.run { bench in
            let ids = try bench.insert(Scene.rows(25))
            try bench.remove([ids[3], ids[14]])
            let report = try await bench.table.delete(ids, options: bench.options)
            #expect(report.counts.deleted == 23)
            #expect(report.outcomes.filter { $0.result == .alreadyGone(ids[$0.index]) }.map(\.index) == [3, 14])
            #expect(try bench.contents().isEmpty)
        }
    }

    @Test(arguments: Conformer.allCases) func `a bad row fails and its neighbours land`(conformer: Conformer) throws {
        try conformer.run { bench in
            var rows = Scene.rows(40)
            for bad in [7, 21, 22] { rows[bad]["seats"] = "many" }
            let report = try await bench.table.bulkCreate(rows, onError: .continue, options: bench.options)
            #expect(report.failures.map(\.index) == [7, 21, 22])
            #expect(report.counts.created == 37)
            #expect(try bench.contents().count == 37)
        }
    }

    @Test(arguments: Conformer.allCases)
    func `records are read by id, in the order asked for, a hundred a request`(conformer: Conformer) throws {
        try conformer.run { bench in
            let ids = try bench.insert(Scene.rows(250))
            let absent = RecordID(unchecked: "recAbsentAAAAAAAA")
            let asked = ids.reversed() + [absent]
            // Who only reads needs no more than the reading half.
            let records = try await ReadOnlyTable(bench.table).records(withIDs: asked, options: bench.options)
            #expect(records.map { $0?.id } == ids.reversed() + [nil])
            #expect(bench.requests() == 3)
        }
    }
}
