import JSONText
import MockAirtable
import TableModel
import TableSync
import Testing

@Suite(.timeLimit(.minutes(30))) struct BadRowTests {
    /// Ten rows of which those in `bad` are refused. The message names the field, which all rows carry, so it does not help;
    /// with `named`, each bad row carries an unknown choice of its own, which the message quotes.
    private func rows(bad: Set<Int>, named: Bool) -> [Fields] {
        (0..<10).map { row in
            var fields: Fields = ["email": .string("\(row)"), "seats": .number(Double(row))]
            if bad.contains(row) { fields[named ? "plan" : "seats"] = named ? .string("Gold \(row)") : "many" }
            return fields
        }
    }

    @Test(arguments: [false, true])
    func `every good row lands for each of the 1,023 subsets of bad rows in ten`(named: Bool) throws {
        var calls: [Int: [Int]] = [:]
        for subset in 1..<1_024 {
            let bad = Set((0..<10).filter { subset & 1 << $0 != 0 })
            let rows = rows(bad: bad, named: named)
            let requests = try Scene.run(latency: .zero) { scene in
                let report = try await scene.table.bulkCreate(rows, onError: .continue, options: scene.options)
                let landed = try scene.contents().compactMap { $0["email"]?.stringValue }
                #expect(Set(landed) == Set((0..<10).filter { !bad.contains($0) }.map(String.init)))
                #expect(landed.count == 10 - bad.count)
                #expect(Set(report.failures.map(\.index)) == bad)
                #expect(report.counts.created == 10 - bad.count)
                return scene.requests(.create)
            }
            calls[bad.count, default: []].append(requests)
        }
        let means = calls.sorted { $0.key < $1.key }.map { count, requests in
            "\(count): \(Double(requests.reduce(0, +) * 10 / requests.count) / 10) (most \(requests.max() ?? 0))"
        }
        print("Requests by the number of bad rows, \(named ? "named" : "not named"): \(means.joined(separator: ", "))")
        let one = calls[1] ?? []
        #expect(named ? one.allSatisfy { $0 == 2 } : Double(one.reduce(0, +)) / 10 <= 6.5)
        #expect(calls.values.joined().max() ?? 0 <= 13)
    }

    @Test func `stop isolates the chunk that was refused, finishes what is in flight and starts nothing new`() throws {
        try Scene.run { scene in
            var rows = Scene.rows(300)
            rows[37]["seats"] = "many"
            let report = try await scene.table.bulkCreate(rows, options: scene.options)
            #expect(report.stopped == .rowFailed)
            #expect(report.failures.map(\.index) == [37])
            let landed = Set(try scene.contents().compactMap { $0["seats"]?.numberValue?.intValue })
            // All neighbours of the bad row landed, and everything that landed is reported so.
            #expect(landed.isSuperset(of: Set(30..<40).subtracting([37])))
            #expect(landed.count == report.counts.created)
            #expect(report.counts.notAttempted == 300 - 1 - report.counts.created)
            #expect(report.counts.notAttempted > 100)
        }
    }

    @Test func `a refused row is named with the service's own words`() throws {
        try Scene.run { scene in
            let report = try await scene.table.bulkCreate(
                [["seats": "many"]], onError: .continue, options: scene.options)
            #expect(
                report.failures[0].reason.contains(
                    "422 INVALID_VALUE_FOR_COLUMN): Field \"seats\" cannot accept the provided value"))
        }
    }

    @Test func `two chunks that are refused whole for one field end the run, since the table has changed`() throws {
        try Scene.run { scene in
            let rows = (0..<100).map { Fields([("gone", .string("\($0)"))]) }
            let report = try await scene.table.bulkCreate(rows, onError: .continue, options: scene.options)
            #expect(report.stopped == .schemaChanged(field: "gone"))
            #expect(report.counts.failed + report.counts.notAttempted == 100)
            #expect(scene.mock.log.count <= 15)
        }
    }

    @Test func `a row with the key of an earlier one, or with none, fails without being sent`() throws {
        try Scene.run { scene in
            var rows = Scene.rows(12)
            rows[11]["email"] = rows[2]["email"]
            rows[5]["email"] = ""
            let report = try await scene.table.upsert(
                rows, matching: "email", onError: .continue, options: scene.options)
            #expect(report.failures.map(\.index) == [5, 11])
            #expect(
                report.failures[1].reason
                    == "The key \"user2@example.com\" is also that of line 3, which was taken. Keep one of the two rows."
            )
            #expect(try scene.contents().count == 10)
        }
    }

    @Test(arguments: [FieldType.singleLineText, .email])
    func `a key that several records have fails its row alone`(key: FieldType) throws {
        try Scene.run(key: key) { scene in
            try scene.mock.insert(
                [["email": "user3@example.com"], ["email": "user3@example.com"]], into: "Users", in: Scene.base)
            let report = try await scene.table.upsert(
                Scene.rows(10), matching: "email", onError: .continue, options: scene.options)
            #expect(report.failures.map(\.index) == [3])
            #expect(report.counts.created == 9)
        }
    }

    @Test(arguments: [FieldType.singleLineText, .email])
    func `a token that may not write ends the run with one request a worker, and blames no row`(key: FieldType) throws {
        try Scene.run(key: key, faults: [FaultPlan.Rule(.status(.notPermitted), times: nil)]) { scene in
            let report = try await scene.table.upsert(Scene.rows(500), matching: "email", options: scene.options)
            guard case .refused(let error) = report.stopped else { throw UnexpectedStop() }
            #expect(error.code == .forbidden)
            #expect(report.counts.notAttempted == 500)
            #expect(report.failures.isEmpty)
            #expect(scene.mock.log.count <= 15)
            let incomplete = try #require(throws: IncompleteRun.self) { try report.requireComplete() }
            #expect(
                "\(incomplete)".hasPrefix(
                    "Of 500 rows, 0 failed, 0 have an unknown outcome and 500 were not attempted. Could not "))
        }
    }

    private struct UnexpectedStop: Error {}
}
