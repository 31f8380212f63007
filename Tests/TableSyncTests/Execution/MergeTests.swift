import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

/// Rows that are planned: creates and updates, in one kind of request or in two, judged by what is in the table.
@Suite(.timeLimit(.minutes(30))) struct MergeTests {
    /// A key that the service matches, so that creates and updates share requests, and one that it does not.
    static let keys = [FieldType.singleLineText, .email]

    /// Rows by turns to update and to create: the even ones of `Scene.rows` exist with `ids`.
    static func rows(_ ids: [RecordID]) -> [MergeRow] {
        ids.enumerated().flatMap { index, id in
            let new = Scene.rows(index * 2 + 2)[index * 2 + 1]
            return [
                MergeRow(line: index * 2 + 1, element: .init(id: id, fields: ["name": "new"])),
                MergeRow(line: index * 2 + 2, element: .init(fields: new)),
            ]
        }
    }

    static func existing(_ count: Int) -> [Fields] {
        (0..<count).map { ["email": .string("user\($0 * 2)@example.com"), "name": "old"] }
    }

    @Test(arguments: Conformer.allCases, [(0, 0), (1, 0), (0, 1), (5, 5), (6, 5), (11, 9), (3, 27)])
    func `creates and updates share requests where the service matches the key`(
        conformer: Conformer, numbers: (creates: Int, updates: Int)
    ) throws {
        let (creates, updates) = numbers
        for (key, sharing) in [(FieldType.singleLineText, true), (.singleLineText, false), (.email, true)] {
            try conformer.run(key: key) { bench in
                let ids = try bench.insert(Self.existing(updates))
                let rows =
                    ids.map { MergeRow(line: 1, element: .init(id: $0, fields: ["name": "new"])) }
                    + (0..<creates).map { index in
                        MergeRow(line: 1, element: .init(fields: ["email": .string("new \(index)"), "name": "new"]))
                    }
                let report = try await bench.table.merge(
                    rows.shuffled().stream, matching: ["email"], sharingRequests: sharing, options: bench.options)
                let isShared = sharing && key == .singleLineText
                let requests = isShared ? (creates + updates + 9) / 10 : (creates + 9) / 10 + (updates + 9) / 10
                #expect(report.requests == requests)
                #expect(bench.requests() == requests)
                #expect(report.counts.created == creates)
                #expect(report.counts.updated == updates)
                #expect(try bench.contents().count { $0["name"] == "new" } == creates + updates)
            }
        }
    }

    @Test(arguments: keys, LostAnswer.allCases)
    func `no row is lost or written twice whichever answer is lost`(key: FieldType, lost: LostAnswer) throws {
        for request in 0..<20 {
            try Scene.run(key: key, faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let cells = Self.existing(100).map { row in JSONObject(row.map { ($0, $1.json) }) }
                let ids = try scene.mock.insert(cells, into: "Users", in: Scene.base)
                let report = try await scene.table.merge(
                    Self.rows(ids).stream, matching: ["email"], options: scene.options)
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
    }

    @Test(arguments: keys, [LostAnswer.appliedThenDropped, .droppedNotApplied, .appliedLate25, .appliedThen500])
    func `every good row lands while bad ones are isolated and an answer is lost`(
        key: FieldType, lost: LostAnswer
    ) throws {
        // One row to update and one to create are refused, each in a request with good ones of both kinds.
        let bad = [2, 13]
        for request in 0..<14 {
            try Scene.run(key: key, faults: [FaultPlan.Rule(lost.fault, request: request)]) { scene in
                let cells = Self.existing(10).map { row in JSONObject(row.map { ($0, $1.json) }) }
                let ids = try scene.mock.insert(cells, into: "Users", in: Scene.base)
                let rows = Self.rows(ids).map { row in
                    guard bad.contains(row.line - 1) else { return row }
                    var element = row.element
                    element.fields["seats"] = "many"
                    return MergeRow(line: row.line, element: element)
                }
                let report = try await scene.table.merge(
                    rows.stream, matching: ["email"], onError: .continue, options: scene.options)
                let contents = try scene.contents()
                let comment: Comment = "answer \(request) \(lost.rawValue), key of type \(key)"
                #expect(report.failures.map(\.index) == bad, comment)
                #expect(report.counts.created == 9, comment)
                #expect(report.counts.updated == 9, comment)
                #expect(contents.count == 19, comment)
                #expect(contents.count { $0["name"] == "new" } == 18, comment)
            }
        }
    }

    @Test(arguments: [false, true])
    func `every good row of a mixed request lands for each of the 1,023 subsets of bad rows`(named: Bool) throws {
        // Each bad row has a value of its own, which the message quotes or does not.
        let refusal: @Sendable (Fields) -> RemoteError? = { fields in
            guard case .string(let plan)? = fields["plan"] else { return nil }
            return RemoteError(
                .unknownChoice, message: "no such choice", attempted: "write",
                mention: named ? .init(value: plan) : nil)
        }
        for subset in 1..<1_024 {
            let bad = Set((0..<10).filter { subset & 1 << $0 != 0 })
            try runOnVirtualTime { time in
                let table = InMemoryTable(refusal: refusal, date: { time.date })
                let rows = Self.rows(table.insert(Self.existing(5))).map { row in
                    guard bad.contains(row.line - 1) else { return row }
                    var element = row.element
                    element.fields["plan"] = .string("Gold \(row.line)")
                    return MergeRow(line: row.line, element: element)
                }
                var options = RunOptions()
                options.time = time
                let report = try await table.merge(
                    rows.stream, matching: ["email"], onError: .continue, options: options)
                #expect(Set(report.failures.map(\.index)) == bad)
                #expect(table.records.count { $0.fields["name"] == "new" } == 10 - bad.count)
                #expect(table.requests.count <= 13)
            }
        }
    }

    @Test(arguments: keys, Conformer.allCases)
    func `an update whose record is gone fails alone and says what follows`(
        key: FieldType, conformer: Conformer
    ) throws {
        try conformer.run(key: key) { bench in
            let ids = try bench.insert(Self.existing(10))
            try bench.remove([ids[4]])
            let report = try await bench.table.merge(
                Self.rows(ids).stream, matching: ["email"], onError: .continue, options: bench.options)
            #expect(report.failures.map(\.index) == [8])
            #expect(report.failures[0].line == 9)
            #expect(
                report.failures[0].reason
                    == "The record \(ids[4]), which this row was to update, does not exist any more. "
                    + "The next push creates it again.")
            guard case .failed(let failure) = report.failures[0].result else { return }
            #expect(failure.code.rawValue == "unknown-record")
            #expect(failure.cause?.code == .unknownRecord)
            #expect(report.counts.created == 10)
            #expect(report.counts.updated == 9)
            #expect(try bench.contents().count { $0["name"] == "new" } == 19)
        }
    }

    @Test(arguments: Conformer.allCases)
    func `a create that is answered as an update is reported as one`(conformer: Conformer) throws {
        try conformer.run { bench in
            let ids = try bench.insert(Self.existing(5))
            // Somebody made this record after the plan.
            _ = try bench.insert([["email": "user3@example.com", "name": "theirs"]])
            let report = try await bench.table.merge(Self.rows(ids).stream, matching: ["email"], options: bench.options)
            #expect(report.isComplete)
            #expect(report.counts.created == 4)
            #expect(report.counts.updated == 6)
            guard case .updated(let record) = report.outcomes.first(where: { $0.index == 3 })?.result else { return }
            #expect(record.fields["name"] == "new")
        }
    }

    @Test(arguments: keys)
    func `rows to create need a key of their own, and no record is updated by two rows`(key: FieldType) throws {
        try Conformer.memory.run(key: key) { bench in
            let ids = try bench.insert(Self.existing(2))
            let new: Fields = ["email": "new", "name": "new"]
            let elements: [WriteChunk.Element] = [
                .init(fields: new), .init(fields: new), .init(fields: ["name": "no key"]),
                .init(id: ids[0], fields: ["name": "new"]), .init(id: ids[0], fields: ["name": "newer"]),
            ]
            let rows = elements.enumerated().map { MergeRow(line: $0 + 1, element: $1) }
            let collected = Collected<RowOutcome>()
            let report = try await bench.table.merge(
                rows.stream, matching: ["email"], onError: .continue, options: bench.options,
                outcomes: { collected.append($0) })
            #expect(report.failures.map(\.index) == [1, 2, 4])
            #expect(report.counts.created == 1)
            #expect(report.counts.updated == 1)
            #expect(collected.values.map(\.line) == [1, 2, 3, 4, 5])
        }
    }
}
