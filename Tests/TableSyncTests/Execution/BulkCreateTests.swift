import JSONText
import MockAirtable
import TableModel
import TableSync
import Testing

@Suite(.timeLimit(.minutes(10))) struct BulkCreateTests {
    @Test(arguments: [0, 1, 9, 10, 11, 20, 21, 25, 1_003])
    func `n rows cost a tenth as many requests, rounded up, and come back in input order`(count: Int) throws {
        try Scene.run { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(count), options: scene.options)
            #expect(scene.mock.log.count == (count + 9) / 10)
            #expect(report.requests == (count + 9) / 10)
            #expect(report.counts.created == count)
            #expect(report.isComplete)
            #expect(report.outcomes.map(\.record?.fields["seats"]) == (0..<count).map { .number(Double($0)) })
            #expect(try scene.contents().count == count)
        }
    }

    @Test func `rows of a sequence are written in constant memory and reported in order`() throws {
        try Scene.run { scene in
            let rows = AsyncStream<Row> { continuation in
                for (index, fields) in Scene.rows(95).enumerated() {
                    continuation.yield(Row(line: index * 3 + 2, fields: fields))
                }
                continuation.finish()
            }
            let lines = Collected<Int>()
            let report = try await scene.table.bulkCreate(
                rows, options: scene.options, outcomes: { lines.append($0.line) })
            #expect(report.counts.created == 95)
            #expect(report.outcomes.isEmpty)
            #expect(lines.values == (0..<95).map { $0 * 3 + 2 })
        }
    }

    @Test func `a run is never refused, and takes the limit's time`() throws {
        try Scene.run { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(500), options: scene.options)
            #expect(scene.mock.log.count { !$0.isAdmitted } == 0)
            // 50 requests: ten at a second's distance, a little for the margin of each, and one latency.
            #expect(report.duration >= .seconds(9))
            #expect(report.duration <= .seconds(9) * 1.05 + .milliseconds(100))
        }
    }

    @Test func `updates and deletes of a sequence go by id, and a repeated id is refused`() throws {
        try Scene.run { scene in
            let ids = try scene.mock.insert(
                (0..<35).map { ["email": .string("\($0)"), "name": "old"] }, into: "Users", in: Scene.base)
            let changes = AsyncStream<WriteChunk.Element> { continuation in
                for id in ids + [ids[3]] { continuation.yield(WriteChunk.Element(id: id, fields: ["name": "new"])) }
                continuation.finish()
            }
            let updated = try await scene.table.update(changes, onError: .continue, options: scene.options)
            #expect(updated.counts.updated == 35)
            #expect(updated.failures.map(\.index) == [35])
            #expect(try scene.contents().allSatisfy { $0["name"] == "new" })
            let doomed = AsyncStream<RecordID> { continuation in
                for id in ids { continuation.yield(id) }
                continuation.finish()
            }
            let deleted = try await scene.table.delete(doomed, options: scene.options)
            #expect(deleted.counts.deleted == 35)
            #expect(try scene.contents().isEmpty)
        }
    }

    @Test func `records are read by id, in the order asked for, a hundred a request`() throws {
        try Scene.run { scene in
            let ids = try scene.mock.insert(
                (0..<250).map { ["seats": .number(JSONNumber($0))] }, into: "Users", in: Scene.base)
            let absent = RecordID(unchecked: "recAbsentAAAAAAAA")
            let asked = ids.reversed() + [absent]
            let records = try await scene.table.records(withIDs: asked, options: scene.options)
            #expect(records.map { $0?.id } == ids.reversed() + [nil])
            #expect(scene.requests(.list) == 3)
        }
    }
}
