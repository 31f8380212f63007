import AirtableAPI
import FoundationEssentials
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import Testing

@testable import TableSync

/// Values of Codable types as the rows of plans.
@Suite(.timeLimit(.minutes(30))) struct EncodedRowsTests {
    struct Person: Codable, Sendable, Hashable {
        var name: String
        var seats: Int?
        var born: Date?
        var isMember = false
        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case seats = "Seats"
            case born = "Born"
            case isMember = "Member"
        }
    }

    private static func run(
        _ body: @escaping @Sendable (BaseScene, SyncOptions) async throws -> Void
    ) throws {
        try BaseScene.run { scene in
            try scene.createTable(
                "People",
                [
                    ["name": "Name", "type": "singleLineText"],
                    ["name": "Seats", "type": "number", "options": ["precision": 0]],
                    ["name": "Born", "type": "date", "options": ["dateFormat": ["name": "iso"]]],
                    ["name": "Member", "type": "checkbox", "options": ["icon": "check", "color": "greenBright"]],
                ])
            try await body(scene, try await scene.options("People"))
        }
    }

    private static let people: [Person] = (1...250).map { number in
        let born = Date(timeIntervalSince1970: Double(number) * 86_400)
        let seats: Int? = number.isMultiple(of: 3) ? nil : number
        return Person(name: "Person \(number)", seats: seats, born: born, isMember: number.isMultiple(of: 2))
    }

    @Test("values become records that are read as the same values, and plan nothing when they come again")
    func roundTrip() throws {
        try Self.run { scene, options in
            let table = scene.table("People")
            let report = try await table.sync(Self.people, matching: ["Name"], options: options)
            #expect(report.rows.created == 250)
            var read: Set<Person> = []
            for try await record in table.records(as: Person.self) { read.insert(record.value) }
            #expect(read == Set(Self.people))
            #expect(try await table.plan(Self.people, matching: ["Name"], options: options).isEmpty)
        }
    }

    @Test("a sequence of values is planned as an array is")
    func sequence() throws {
        try Self.run { scene, options in
            let table = scene.table("People")
            var changed = Self.people
            changed[7].seats = 1_000
            let (before, after) = (Self.people, changed)
            let values = { (people: [Person]) in
                AsyncStream<Person> { stream in
                    for person in people { stream.yield(person) }
                    stream.finish()
                }
            }
            _ = try await table.sync(values(before), matching: ["Name"], options: options)
            let plan = try await table.plan(values(after), matching: ["Name"], options: options)
            var lines: [Int] = []
            for try await case .update(let update) in plan.operations { lines += update.line.map { [$0] } ?? [] }
            #expect(lines == [8])
            #expect(plan.counts.unchanged == 249)
        }
    }

    @Test("nil leaves the cell as it is, unless the encoder clears it", arguments: [false, true])
    func nilValues(clears: Bool) throws {
        try Self.run { scene, options in
            let table = scene.table("People")
            _ = try await table.sync([Person(name: "Ada", seats: 3)], matching: ["Name"], options: options)
            let encoder = FieldsEncoder(for: options.schema, clearsNil: clears)
            let report = try await table.sync(
                [Person(name: "Ada", seats: nil)], matching: ["Name"], options: options, encoder: encoder)
            #expect(report.rows.updated == (clears ? 1 : 0))
            #expect(try scene.mock.records(of: "People", in: Scene.base)[0].cells["Seats"] == (clears ? nil : 3))
        }
    }

    @Test("a value that no record can hold ends the planning")
    func refused() throws {
        try Self.run { scene, options in
            await #expect(throws: EncodingError.self) {
                try await scene.table("People").plan([["Seats": Double.infinity]], matching: ["Name"], options: options)
            }
        }
    }
}
