import FoundationEssentials
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport

/// The conformers of the port that tests of the engine run against.
enum Conformer: CaseIterable, Sendable {
    /// The client over the mock service, with its pace.
    case airtable
    /// A table in memory, without one.
    case memory

    /// A table of a conformer and what a test may do to it behind the engine's back.
    struct Bench: Sendable {
        let table: any RemoteTable
        let options: RunOptions
        let insert: @Sendable ([Fields]) throws -> [RecordID]
        let remove: @Sendable ([RecordID]) throws -> Void
        /// The cells of all records, in no order that means anything.
        let contents: @Sendable () throws -> [Fields]
        /// How many requests came, reads included.
        let requests: @Sendable () -> Int
    }

    /// Runs `body` with an empty table whose field `email` has the type `key`, on virtual time.
    func run(
        key: FieldType = .singleLineText, _ body: @escaping @Sendable (Bench) async throws -> Void
    ) throws {
        try Scene.run(key: key) { scene in
            switch self {
            case .airtable: try await body(Self.bench(scene))
            case .memory:
                let table = InMemoryTable(refusal: Self.refusal, date: { scene.time.date })
                try await body(
                    Bench(
                        table: table, options: scene.options, insert: { table.insert($0) },
                        remove: { table.remove($0) }, contents: { table.records.map(\.fields) },
                        requests: { table.requests.count }))
            }
        }
    }

    private static func bench(_ scene: Scene) -> Bench {
        Bench(
            table: scene.table, options: scene.options,
            insert: { rows in
                let cells = rows.map { row in JSONObject(row.map { ($0, $1.json) }) }
                return try scene.mock.insert(cells, into: "Users", in: Scene.base)
            },
            remove: { try scene.mock.delete($0, from: "Users", in: Scene.base) },
            contents: { try scene.contents().map { cells in Fields(cells.map { ($0.key, FieldValue($0.value)) }) } },
            requests: { scene.mock.log.count })
    }

    /// The table in memory has no types; it refuses what the mock service refuses for those of its fields.
    @Sendable private static func refusal(_ fields: Fields) -> RemoteError? {
        guard case .string(let text)? = fields["seats"] else { return nil }
        return RemoteError(
            .invalidValue, message: "Field \"seats\" cannot accept \(text)", attempted: "write",
            mention: .init(field: "seats"))
    }
}
