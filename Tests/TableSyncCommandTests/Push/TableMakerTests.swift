import AirtableAPI
import JSONText
import MockAirtable
import TableModel
import TestSupport
import Testing

@testable import TableSyncCommand

@Suite struct TableMakerTests {
    private static let faults: [(Fault, Int)] = [
        (.appliedThenLost, 1), (.droppedNotApplied, 2), (.appliedLate(after: .seconds(25)), 1), (.cutAnswer, 1),
        (.status(.badGateway, applied: false), 2), (.status(.gatewayTimeout, applied: true), 1),
    ]

    private func make(
        _ target: TargetTable, tables: [String] = [], _ verb: RequestVerb, _ fault: Fault
    ) async throws -> (names: [String], fields: [String], requests: Int, sent: Int) {
        try await TemporaryFolder.with { folder in
            try runOnVirtualTime { time in
                let scene = try PushScene.make(
                    folder,
                    tables: tables.map { ["name": .string($0), "fields": [["name": "a", "type": "singleLineText"]]] },
                    faults: [FaultPlan.Rule(fault, on: [verb])], time: time)
                let connection = scene.connection
                var target = target
                if !target.isNew {
                    let there = try await connection.base.schema()[0]
                    target.address = there.id.rawValue
                    target.schema = there
                    target.schema.fields += TargetTable.schema("", target.drafts).fields
                }
                let before = connection.requestsSent()
                let made = try await TableMaker(connection: connection).make(target)
                let requests = connection.requestsSent() - before
                scene.mock.applyAllLateRequests()
                let stored = try await scene.connection.base.schema()
                #expect(made.requestsToMake == 0)
                #expect(made.schema == stored.first)
                #expect(made.address == stored.first?.id.rawValue)
                return (stored.map(\.name), stored.first?.fields.map(\.name) ?? [], requests, scene.requests(verb))
            }
        }
    }

    private let drafts = [
        FieldDraft(name: "a", type: .singleLineText), FieldDraft(name: "b", type: .number, options: ["precision": 0]),
    ]

    @Test(.timeLimit(.minutes(30)), arguments: faults.indices)
    func `a table is made once, whatever becomes of the answer`(_ index: Int) async throws {
        let (fault, sent) = Self.faults[index]
        let target = TargetTable(
            address: "t", schema: TargetTable.schema("t", drafts), drafts: drafts, isNew: true)
        let result = try await make(target, .createTable, fault)
        #expect(result.names == ["t"])
        #expect(result.fields == ["a", "b"])
        #expect(result.sent == sent)
        #expect(result.requests == sent + 1)
    }

    @Test(.timeLimit(.minutes(30)), arguments: faults.indices)
    func `fields are made once, whatever becomes of the answer`(_ index: Int) async throws {
        let (fault, sent) = Self.faults[index]
        let new = [
            FieldDraft(name: "b", type: .number, options: ["precision": 0]),
            FieldDraft(name: "c", type: .singleLineText),
        ]
        let target = TargetTable(address: "", schema: TargetTable.schema("t", []), drafts: new)
        let result = try await make(target, tables: ["t"], .createField, fault)
        #expect(result.fields == ["a", "b", "c"])
        #expect(result.sent == sent + 1)
        #expect(result.requests == sent + 2)
    }
}
