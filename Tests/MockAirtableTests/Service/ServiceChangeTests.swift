import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// What a store is told, and that a service made of it is the same.
@Suite struct ServiceChangeTests {
    private func kept() throws -> ServiceHarness { try ServiceHarness { $0.recordsChanges = true } }

    @Test("A service restored from its changes answers as the one that made them", arguments: UInt64(1)...10)
    func restore(seed: UInt64) throws {
        var harness = try kept()
        var random = IDGenerator(seed: seed)
        var changes: [ServiceChange] = harness.service.takeChanges()
        for step in 0..<60 {
            let ids = try harness.records().map(\.id)
            let victim = ids.isEmpty ? nil : ids[Int(random.next() % UInt64(ids.count))]
            let cells: JSONValue = [
                "Name": .string("n\(random.next() % 9)"), "Status": .string("s\(random.next() % 5)"), "Tags": "red, x",
                "Due": "2024-02-29", "Seen": 1_599_289_200_123, "Done": true, "Qty": 0.1,
            ]
            switch (random.next() % 5, victim) {
            case (0, let victim?): _ = try harness.people(.delete, "/\(victim)")
            case (1, let victim?):
                _ = try harness.people(.patch, "/\(victim)", ["fields": ["Name": .null, "Status": "Busy"]])
            case (2, _):
                let field: JSONValue = ["name": .string("extra \(step)"), "type": "email"]
                _ = try harness.send(
                    .post, "/v0/meta/bases/\(ServiceHarness.base)/tables/\(harness.tableID)/fields", field)
            default: _ = try harness.people(.post, "", ["fields": cells, "typecast": true])
            }
            changes += harness.service.takeChanges()
        }
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        configuration.seed = seed &+ 1000
        var copy = harness
        copy.service = AirtableService(configuration: configuration)
        for change in changes { copy.service.restore(change) }
        #expect(copy.service.takeChanges().isEmpty)
        #expect(copy.service.schema(of: ServiceHarness.base) == harness.service.schema(of: ServiceHarness.base))
        #expect(try copy.records() == (try harness.records()), "seed \(seed)")
        #expect(try copy.people(.get) == (try harness.people(.get)))
        // Numbers go on where they were, also if the newest records are gone.
        let next = try harness.people(.post, "", ["fields": [:]]).body["fields"]?["No"]
        #expect(try copy.people(.post, "", ["fields": [:]]).body["fields"]?["No"] == next)
    }

    @Test("Numbers go on after a restart, also if the newest records were deleted")
    func numbering() throws {
        var harness = try kept()
        let ids = try harness.insert(Array(repeating: [:], count: 3))
        try harness.service.delete([ids[2]], from: "People", in: ServiceHarness.base, at: harness.now)
        // What a store still has then: no record tells of the third number.
        let changes = harness.service.takeChanges().filter { change in
            if case .record(_, _, let record) = change { record.id != ids[2] } else { true }
        }
        var copy = harness
        copy.service = AirtableService(configuration: ServiceConfiguration())
        for change in changes { copy.service.restore(change) }
        #expect(try copy.people(.post, "", ["fields": [:]]).body["fields"]?["No"] == 4)
    }

    @Test("A request that fails makes no change, and neither does a read")
    func noChange() throws {
        var harness = try kept()
        let id = try harness.insert([["Name": "a"]])[0]
        _ = harness.service.takeChanges()
        #expect(
            try harness.people(.post, "", ["fields": ["Status": "new", "Qty": "x"], "typecast": true]).status == 422)
        #expect(try harness.people(.get).status == 200)
        #expect(try harness.people(.patch, "/\(id)", ["fields": ["Name": "a"]]).status == 200)
        #expect(harness.service.takeChanges().isEmpty)
    }

    @Test("Without a store no change is collected")
    func off() throws {
        var harness = try ServiceHarness()
        _ = try harness.insert([["Name": "a"]])
        #expect(harness.service.takeChanges().isEmpty)
    }

    @Test("A service that restores records makes new ones with other ids, also from the same seed")
    func freshIDs() throws {
        var harness = try kept()
        let ids = try harness.insert(Array(repeating: [:], count: 20))
        var copy = harness
        copy.service = AirtableService(configuration: harness.service.configuration)
        for change in harness.service.takeChanges() { copy.service.restore(change) }
        // The new generator begins where the old one began: with the ids of the table and its fields.
        for _ in 0..<60 { _ = copy.service.ids.next() }
        let added = try copy.insert(Array(repeating: [:], count: 20))
        #expect(Set(ids).isDisjoint(with: added))
        #expect(try copy.records().count == 40)
    }

    @Test("One seed and the same requests give the same ids")
    func deterministic() throws {
        func ids(seed: UInt64) throws -> [RecordID] {
            var harness = try ServiceHarness { $0.seed = seed }
            return try harness.insert(Array(repeating: [:], count: 5))
        }
        #expect(try ids(seed: 3) == (try ids(seed: 3)))
        #expect(try Set(ids(seed: 3)).isDisjoint(with: try ids(seed: 4)))
        #expect(try ids(seed: 3).allSatisfy { RecordID.isWellFormed($0.rawValue) })
    }
}
