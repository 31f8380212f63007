import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import Testing

/// What may become of a request whose answer does not come.
enum LostAnswer: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case appliedThenDropped, droppedNotApplied, appliedLate5, appliedLate25, internalError, badGateway, gatewayTimeout,
        cutJSON, appliedThen500, appliedThen502, appliedThen504, empty

    var fault: Fault {
        switch self {
        case .appliedThenDropped: .appliedThenLost
        case .droppedNotApplied: .droppedNotApplied
        case .appliedLate5: .appliedLate(after: .seconds(5))
        case .appliedLate25: .appliedLate(after: .seconds(25))
        case .internalError: .status(.internalError)
        case .badGateway: .status(.badGateway)
        case .gatewayTimeout: .status(.gatewayTimeout)
        case .cutJSON: .cutAnswer
        case .appliedThen500: .status(.internalError, applied: true)
        case .appliedThen502: .status(.badGateway, applied: true)
        case .appliedThen504: .status(.gatewayTimeout, applied: true)
        case .empty: .emptyAnswer
        }
    }

    var testDescription: String { rawValue }
}

@Suite(.timeLimit(.minutes(30))) struct LostAnswerTests {
    /// Pushes 200 rows of which 100 exist, with one answer lost, and looks in the table.
    private func push(_ lost: LostAnswer, at request: Int, key: FieldType) throws {
        try Scene.run(key: key, faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
            try scene.mock.insert(
                (0..<100).map { ["email": .string("user\($0 * 2)@example.com"), "name": "old"] }, into: "Users",
                in: Scene.base)
            // The service counts creation times in whole seconds; what is older than the push is so for certain.
            try await scene.time.sleep(for: .seconds(5))
            let report = try await scene.table.upsert(Scene.rows(200), matching: "email", options: scene.options)
            let contents = try scene.contents()
            let comment: Comment = "answer \(request) \(lost.rawValue), key of type \(key)"
            #expect(Set(contents.compactMap { $0["email"]?.stringValue }).count == 200, comment)
            #expect(contents.count == 200, comment)
            #expect(contents.allSatisfy { $0["name"] == "new" }, comment)
            #expect(report.isComplete, comment)
            #expect(report.counts.created == 100, comment)
            #expect(report.counts.updated == 100, comment)
        }
    }

    @Test(arguments: LostAnswer.allCases)
    func `no row is lost or written twice whichever answer of a push on a unique key is lost`(lost: LostAnswer) throws {
        for request in 0..<20 { try push(lost, at: request, key: .singleLineText) }
    }

    @Test(arguments: LostAnswer.allCases)
    func `the same holds for a key that the service cannot match, whose keys are read first`(lost: LostAnswer) throws {
        for request in 0..<22 { try push(lost, at: request, key: .email) }
    }

    @Test(arguments: LostAnswer.allCases)
    func `a create without a key is found again by its content`(lost: LostAnswer) throws {
        for request in 0..<10 {
            try Scene.run(faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let report = try await scene.table.bulkCreate(Scene.rows(100), options: scene.options)
                let comment: Comment = "answer \(request) \(lost.rawValue)"
                #expect(try scene.contents().count == 100, comment)
                #expect(report.counts.created == 100, comment)
                #expect(
                    report.outcomes.map(\.record?.fields["seats"]) == (0..<100).map { .number(Double($0)) }, comment)
            }
        }
    }

    @Test(arguments: LostAnswer.allCases)
    func `rows that are all alike are neither lost nor doubled when an answer is lost`(lost: LostAnswer) throws {
        for request in 0..<10 {
            try Scene.run(faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let same: Fields = ["name": "same", "seats": 1]
                _ = try await scene.table.bulkCreate(
                    Array(repeating: same, count: 100), options: scene.options)
                #expect(try scene.contents().count == 100, "answer \(request) \(lost.rawValue)")
            }
        }
    }

    @Test(arguments: [[100, 101, 102, 103, 104], [100, 106, 112, 118], [100]])
    func `creates that were lost together are looked for in one read`(lost: [Int]) throws {
        let faults = lost.map { FaultPlan.Rule($0 % 2 == 0 ? .appliedThenLost : .droppedNotApplied, request: $0) }
        try Scene.run(faults: faults) { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(2_000), options: scene.options)
            let seats = try scene.contents().compactMap { $0["seats"]?.numberValue?.intValue }
            #expect(seats.sorted() == Array(0..<2_000))
            #expect(report.counts.created == 2_000)
            // Everything that the run created is read once, a hundred records a page.
            let missing = lost.count { $0 % 2 != 0 } * 10
            #expect(scene.requests(.list) == (2_000 - missing + 99) / 100)
            #expect(report.requests == 200 + missing / 10 + scene.requests(.list))
        }
    }

    @Test func `a create that is lost long after another is looked for on its own`() throws {
        let faults = [40, 140].map { FaultPlan.Rule(.appliedThenLost, request: $0) }
        try Scene.run(faults: faults) { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(2_000), options: scene.options)
            #expect(try scene.contents().count == 2_000)
            #expect(report.isComplete)
            #expect(scene.requests(.list) > 20)
        }
    }

    @Test(arguments: [-7_200, 7_200] as [Int64])
    func `a clock that is two hours off does not hide a lost create`(clockError: Int64) throws {
        for fault in [Fault.appliedThenLost, .droppedNotApplied] {
            try Scene.run(faults: [FaultPlan.Rule(fault, request: 0)], clockError: clockError) { scene in
                let report = try await scene.table.bulkCreate(Scene.rows(10), options: scene.options)
                #expect(try scene.contents().count == 10)
                #expect(report.isComplete)
            }
        }
    }

    @Test(arguments: LostAnswer.allCases) func `deletes and updates end as asked`(lost: LostAnswer) throws {
        for request in 0..<3 {
            try Scene.run(faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let ids = try scene.mock.insert(
                    (0..<30).map { ["email": .string("\($0)"), "name": "old"] }, into: "Users", in: Scene.base)
                let report = try await scene.table.delete(ids, options: scene.options)
                #expect(try scene.contents().isEmpty, "\(lost.rawValue) at \(request)")
                #expect(report.counts.deleted == 30, "\(lost.rawValue) at \(request)")
            }
            try Scene.run(faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let ids = try scene.mock.insert(
                    (0..<30).map { ["email": .string("\($0)"), "name": "old"] }, into: "Users", in: Scene.base)
                let report = try await scene.table.update(ids.map { ($0, ["name": "new"]) }, options: scene.options)
                #expect(try scene.contents().allSatisfy { $0["name"] == "new" }, "\(lost.rawValue) at \(request)")
                #expect(report.counts.updated == 30)
            }
        }
    }

    @Test func `a lost delete tells what is already gone from what it deleted`() throws {
        try Scene.run { scene in
            let ids = try scene.mock.insert(
                (0..<10).map { ["email": .string("\($0)")] }, into: "Users", in: Scene.base)
            try scene.mock.delete([ids[3]], from: "Users", in: Scene.base)
            let report = try await scene.table.delete(ids, options: scene.options)
            #expect(report.counts.deleted == 9)
            #expect(report.outcomes[3].result == .alreadyGone(ids[3]))
            #expect(try scene.contents().isEmpty)
        }
    }
}
