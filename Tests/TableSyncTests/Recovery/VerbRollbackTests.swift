import AirtableAPI
import FoundationEssentials
import JSONText
import Locking
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

/// Bulk verbs with a journal: whichever answer is lost, nothing is there twice and nothing is lost; and whichever row fails under
/// `rollback`, the table is as it was.
@Suite(.timeLimit(.minutes(30))) struct VerbRollbackTests {
    enum Verb: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case create, upsert, update, replace, delete

        var testDescription: String { rawValue }
    }

    /// What a verb did.
    private struct Result {
        let report: Report
        let before: [String: [String: JSONValue]]
        let after: [String: [String: JSONValue]]
        let ids: Set<RecordID>
    }

    /// Runs a verb over thirty rows of a table of sixty records; `bad` is the row that the service refuses.
    private static func run(
        _ verb: Verb, _ strategy: ErrorStrategy, bad: Int? = nil, faults: [FaultPlan.Rule],
        _ check: @escaping @Sendable (Scene, Result) async throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            try Scene.run(faults: faults) { scene in
                let ids = try scene.mock.insert(
                    (0..<60).map { ["email": .string("user\($0)@example.com"), "name": "old", "seats": 1] },
                    into: "Users", in: Scene.base)
                try await scene.time.sleep(for: .seconds(5))
                let before = try contents(scene)
                var options = scene.options
                let target = PlanTarget(
                    service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
                options.journal = JournalPlace(stateFolder: folder, target: target)
                let rows = (45..<75).map { number -> Fields in
                    let seats: FieldValue = number - 45 == bad ? "many" : .number(Double(number))
                    return ["email": .string("user\(number)@example.com"), "name": "new", "seats": seats]
                }
                let table = scene.table
                let report =
                    switch verb {
                    case .create:
                        try await table.bulkCreate(
                            rows.map { row in
                                var row = row
                                row["email"] = nil
                                return row
                            }, onError: strategy, options: options)
                    case .upsert:
                        try await table.upsert(rows, matching: "email", onError: strategy, options: options)
                    case .update, .replace:
                        try await table.update(
                            zip(ids, rows).map { id, row in
                                var row = row
                                row["email"] = nil
                                return (id, row)
                            }, replacing: verb == .replace, onError: strategy, options: options)
                    case .delete: try await table.delete(Array(ids.prefix(30)), onError: strategy, options: options)
                    }
                try await scene.time.sleep(for: .seconds(60))
                let result = Result(
                    report: report, before: before, after: try contents(scene), ids: Set(ids))
                try await check(scene, result)
            }
        }
    }

    /// The cells of the records by id; those of a table that was rolled back are compared by key.
    private static func contents(_ scene: Scene) throws -> [String: [String: JSONValue]] {
        scene.mock.applyAllLateRequests()
        return Dictionary(
            uniqueKeysWithValues: try scene.mock.records(of: "Users", in: Scene.base).map { ($0.id.rawValue, $0.cells) }
        )
    }

    @Test(arguments: Verb.allCases, [ErrorStrategy.stop, .continue, .rollback])
    func `no row is lost or written twice whichever answer is lost`(_ verb: Verb, _ strategy: ErrorStrategy) throws {
        // As many requests as the verb sends if none is lost: each of the losses then happens.
        let requests = Guarded(0)
        try Self.run(verb, strategy, faults: []) { scene, _ in requests.withLock { $0 = scene.mock.log.count } }
        let count = requests.withLock { $0 }
        #expect(count >= 3)
        for lost in LostAnswer.allCases {
            for request in 0..<count {
                try Self.run(verb, strategy, faults: [FaultPlan.Rule(lost.fault, request: request)]) { _, result in
                    let (report, after) = (result.report, result.after)
                    let comment: Comment = "\(verb) \(strategy.rawValue), answer \(request) \(lost.rawValue)"
                    #expect(report.isComplete && report.rollback == nil, comment)
                    #expect(report.outcomes.count == 30, comment)
                    let new = after.values.count { $0["name"] == "new" }
                    switch verb {
                    case .create: #expect(after.count == 90 && new == 30 && report.counts.created == 30, comment)
                    case .upsert:
                        #expect(after.count == 75 && new == 30, comment)
                        #expect(report.counts.created == 15 && report.counts.updated == 15, comment)
                    case .update, .replace:
                        #expect(after.count == 60 && new == 30 && report.counts.updated == 30, comment)
                    case .delete: #expect(after.count == 30 && report.counts.deleted == 30, comment)
                    }
                }
            }
        }
    }

    @Test(arguments: [Verb.create, .upsert, .update, .replace])
    func `whichever row fails, the table is as it was, also if an answer was lost before`(_ verb: Verb) throws {
        for bad in 0..<30 {
            // A loss besides, of a row at each end of a request.
            let losses = [0, 14, 15, 29].contains(bad) ? LostAnswer.allCases : []
            for lost in [nil] + losses.map(Optional.some) {
                for request in lost == nil ? [0] : [0, 1, 2] {
                    let faults = lost.map { [FaultPlan.Rule($0.fault, request: request)] } ?? []
                    try Self.run(verb, .rollback, bad: bad, faults: faults) { _, result in
                        let report = result.report
                        let comment: Comment = "\(verb), row \(bad), answer \(request) \(lost?.rawValue ?? "not lost")"
                        #expect(result.after == result.before, comment)
                        #expect(
                            report.rollback?.isComplete == true, "\(comment): \(report.rollback?.sentence ?? "none")")
                        #expect(report.counts.rowsIn == report.counts.recorded, comment)
                        #expect(
                            report.counts.created + report.counts.updated + report.counts.unknown == 0,
                            "\(comment): \(report.counts)")
                        #expect(report.outcomes.count == 30, comment)
                        let rolledBack = report.outcomes.count { $0.result == .rolledBack }
                        #expect(rolledBack == report.counts.rolledBack, comment)
                        #expect(report.failures.contains { $0.index == bad }, comment)
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<9)
    func `deletes are put back under new ids when one is refused`(_ request: Int) throws {
        try RecoveryScene.run { scene in
            let ids = scene.table.records.map(\.id).prefix(18)
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == request ? .refused : nil }
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let report = try await table.delete(Array(ids), onError: .rollback, options: options)
            #expect(report.rollback?.isComplete == true)
            #expect(scene.contents == scene.before)
            let new = report.outcomes.compactMap { outcome in
                if case .restored(let id) = outcome.result { id } else { nil }
            }
            #expect(new.count == report.counts.restored && report.counts.restored == report.rollback?.recreated)
            #expect(Set(new).isSubset(of: scene.table.records.map(\.id)))
            #expect(report.counts.rowsIn == report.counts.recorded && report.counts.deleted == 0)
            // Two pages are read before anything of them is deleted.
            #expect(report.outcomes.count == 18)
        }
    }

    @Test func `what a verb with a journal deleted can be undone later, and its run is resumed by a look at the table`()
        throws
    {
        try RecoveryScene.run { scene in
            let ids = scene.table.records.map(\.id).prefix(18)
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let report = try await scene.table.delete(Array(ids), options: options)
            let run = try #require(report.run)
            #expect(report.isComplete && report.requests == 2 + 9)
            let journal = try scene.journal()
            let resumed = try await scene.table.resume(run, in: journal, options: scene.options)
            #expect(resumed.isComplete && resumed.rowsKnown == 18 && resumed.requests == 0)
            let undo = try await scene.table.undo(
                run, in: journal, schema: RecoveryScene.schema, options: scene.options)
            #expect(undo.isComplete && undo.recreated == 18 && scene.contents == scene.before)
        }
    }

    @Test func `a journal says that changes can be put back if what they change was read`() throws {
        try RecoveryScene.run { scene in
            var options = scene.options
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            let id = scene.table.records[0].id
            var known: [Bool] = []
            for strategy in [ErrorStrategy.stop, .continue, .rollback] {
                let cells: Fields = ["name": .string(strategy.rawValue)]
                let report = try await scene.table.update([(id, cells)], onError: strategy, options: options)
                known.append(try scene.journal().run(#require(report.run)).description.preImages.areKnown)
            }
            #expect(known == [false, false, true])
            let last = try #require(try scene.journal().runs().first)
            let undo = try await scene.table.undo(
                last.id, in: scene.journal(), schema: RecoveryScene.schema, options: scene.options)
            #expect(undo.isComplete && undo.restored == 1)
            #expect(scene.table.records[0].fields["name"] == "continue")
        }
    }

    @Test func `a rollback without a journal or a schema is refused before anything is sent`() throws {
        try RecoveryScene.run { scene in
            var options = scene.options
            await #expect(throws: RollbackUnprepared.self) {
                _ = try await scene.table.bulkCreate([["name": "a"]], onError: .rollback, options: options)
            }
            options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
            options.schema = nil
            await #expect(throws: RollbackUnprepared.self) {
                _ = try await scene.table.bulkCreate([["name": "a"]], onError: .rollback, options: options)
            }
            #expect(scene.table.requests.isEmpty)
        }
    }
}
