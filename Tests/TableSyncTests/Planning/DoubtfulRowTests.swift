import FoundationEssentials
import TableModel
import TableSync
import Testing

/// Rows whose keys are doubtful, and rows that could not be read.
@Suite(.timeLimit(.minutes(30))) struct DoubtfulRowTests {
    private func plan(_ keys: [String], against records: Fields...) async throws -> Plan {
        let rows = keys.map { ["email": .string($0)] as Fields }
        return try await PlanScene().plan(rows, against: RememberedTable(PlanScene.managed, records)).plan
    }

    @Test func `new keys that look alike are told, and are different keys`() async throws {
        let plan = try await plan(["ada@x", "bob@x", "ADA@x", "Bob@x"])
        #expect(plan.counts.create == 4)
        #expect(plan.findings.map(\.code) == [.similarRows])
        #expect(
            plan.findings.first?.message
                == "The key on line 4 and 1 more differ only in case, accents or outer space from that of an earlier row; they "
                + "are taken for another key.")
    }

    @Test func `a new key with outer space is told, an old one is not`() async throws {
        let plan = try await plan([" ada@x", "bob@x "], against: ["email": "bob@x "])
        #expect(plan.findings.map(\.code) == [.riskyKeys])
        #expect(
            plan.findings.first?.message.hasPrefix(
                "Line 2: field \"email\" has the key \" ada@x\" with outer whitespace") == true)
    }

    @Test func `a row that could not be read is invalid for its own reason, and is not converted`() async throws {
        let flaw = Row.Flaw(code: "short-row", message: "the row is too short.")
        let rows = [Row(line: 2, flaw: flaw), Row(line: 3, fields: ["email": "ada@x"])]
        let converted = Collected<Int>()
        let scene = PlanScene()
        let conversion = RowConversion(scene.managed.fields)
        let maker = PlanMaker(scene.request()) { row in
            converted.append(row.line)
            return conversion.convert(row)
        }
        let plan = try await maker.plan(
            of: rows.async, against: NoRecords(),
            to: .temporary(folder: FileManager.default.temporaryDirectory.path))
        #expect(plan.counts.invalid == 1)
        #expect(plan.counts.create == 1)
        #expect(converted.values == [3])
        let steps = try await plan.operations.collected()
        guard case .invalid(let row) = steps.first else {
            Issue.record("the row is not invalid: \(steps)")
            return
        }
        #expect(row.line == 2)
        #expect(row.problems.map(\.code.rawValue) == ["short-row"])
        #expect(row.problems.map(\.message) == ["the row is too short."])
    }
}
