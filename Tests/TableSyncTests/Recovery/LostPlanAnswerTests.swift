import AirtableAPI
import JSONText
import Locking
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Whole plans over the client and the mock service, of which one answer is lost: whichever it is and whatever became of its request,
/// nothing is there twice and nothing is lost; and if a row fails besides, a rollback leaves the table as it was.
@Suite(.timeLimit(.minutes(30))) struct LostPlanAnswerTests {
    private static let updated = 0..<6
    private static let vanished = 6..<12
    private static let created = 12..<18

    private static func row(_ number: Int, _ name: String) -> Fields {
        ["email": .string("user\(number)@example.com"), "name": .string(name), "seats": .number(Double(number))]
    }

    private static let before = (0..<vanished.upperBound).map { row($0, "old") }
    private static let after = updated.map { row($0, "new") } + created.map { row($0, "new") }

    /// A kind of operation.
    enum Kind: CaseIterable, Sendable { case update, create, delete }

    /// The service's table in requests of two records, of which it refuses those that have one record.
    private struct RefusingTable: RemoteTable {
        let base: AirtableTable
        /// The key or the id of the record.
        let refused: FieldValue?

        var limits: RemoteLimits { RecoveryScene.limits }
        func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            let isRefused = chunk.elements.contains { element in
                guard let refused else { return false }
                return element.fields["email"] == refused || element.id.map { .string($0.rawValue) } == refused
            }
            guard !isRefused else {
                return .rejected(
                    RemoteError(.invalidValue, status: 422, type: "INVALID", message: "no", attempted: "write"))
            }
            return try await base.send(chunk)
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> { try await base.page(of: query, after: cursor) }
    }

    /// What a sync did.
    private struct Result: Sendable {
        let report: SyncReport
        let contents: [String]
        /// How many requests it took.
        let requests: Int
    }

    /// Makes the table equal to ``after``.
    ///
    /// - Parameters:
    ///   - key: The type of the key field; the service does not match all of them.
    ///   - loss: Which request's answer is lost, counted from the first of the sync.
    ///   - refused: Of which kind the operation is, the last of them, that the service refuses.
    private static func sync(
        _ strategy: ErrorStrategy, key: FieldType, losing loss: (answer: LostAnswer, request: Int)? = nil,
        refusing refused: Kind? = nil
    ) throws -> Result {
        let faults = loss.map { [FaultPlan.Rule($0.answer.fault, request: $0.request)] } ?? []
        return try withTemporaryFolder { folder in
            try Scene.run(key: key, faults: faults, latency: .zero) { scene in
                let ids = try scene.mock.insert(json(before), into: "Users", in: Scene.base)
                // The service counts creation times in whole seconds; what is older than the run is so for certain.
                try await scene.time.sleep(for: .seconds(5))
                let mark: FieldValue? =
                    switch refused {
                    case nil: nil
                    case .update: .string(ids[updated.upperBound - 1].rawValue)
                    case .create: .string("user\(created.upperBound - 1)@example.com")
                    case .delete: ids.last.map { .string($0.rawValue) }
                    }
                var options = SyncOptions(
                    target: PlanTarget(
                        service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users"),
                    schema: scene.schema, stateFolder: folder)
                options.fields = ["email", "name", "seats"]
                options.plan.mode = .mirror(.all)
                options.plan.limits.maxDelete = .count(1_000)
                options.run = scene.options
                options.onError = strategy
                let table = RefusingTable(base: scene.table, refused: mark)
                let report = try await table.sync(after, matching: ["email"], options: options)
                try await scene.time.sleep(for: .seconds(60))
                let cells = try scene.contents().map { JSONObject($0.sorted { $0.key < $1.key }) }
                return Result(
                    report: report, contents: cells.map { JSONValue.object($0).text }.sorted(),
                    requests: scene.mock.log.count)
            }
        }
    }

    private static func json(_ rows: [Fields]) -> [JSONObject] { rows.map { JSONObject($0.map { ($0, $1.json) }) } }

    private static func contents(_ rows: [Fields]) -> [String] {
        json(rows).map { JSONValue.object(JSONObject($0.sorted { $0.0 < $1.0 })).text }.sorted()
    }

    /// The service matches text itself, and has the keys of the other read first.
    private static let keys: [FieldType] = [.singleLineText, .email]

    @Test(arguments: LostAnswer.allCases, [ErrorStrategy.stop, .continue, .rollback])
    func `nothing is there twice and nothing is lost`(_ answer: LostAnswer, _ strategy: ErrorStrategy) throws {
        for key in Self.keys {
            let requests = try Self.sync(strategy, key: key).requests
            #expect(requests > 9)
            for request in 0..<requests {
                let result = try Self.sync(strategy, key: key, losing: (answer, request))
                let report = result.report
                let comment: Comment = "\(strategy.rawValue), answer \(request) \(answer.rawValue), key of type \(key)"
                #expect(result.contents == Self.contents(Self.after), comment)
                #expect(report.isComplete, comment)
                #expect(report.rows.created == 6 && report.rows.updated == 6, "\(comment): \(report.rows)")
                #expect(report.vanished.deleted == 6, "\(comment): \(report.vanished)")
            }
        }
    }

    @Test(arguments: LostAnswer.allCases, Kind.allCases)
    func `a rollback leaves the table as it was, whichever row fails besides`(_ answer: LostAnswer, _ kind: Kind) throws
    {
        for key in Self.keys {
            let requests = try Self.sync(.rollback, key: key, refusing: kind).requests
            #expect(requests > 9)
            for request in 0..<requests {
                let result = try Self.sync(.rollback, key: key, losing: (answer, request), refusing: kind)
                let report = result.report
                let comment: Comment = "\(kind) refused, answer \(request) \(answer.rawValue), key of type \(key)"
                #expect(result.contents == Self.contents(Self.before), comment)
                #expect(report.rollback?.isComplete == true, "\(comment): \(report.rollback?.sentence ?? "none")")
                #expect(report.rows.recorded == report.rows.rowsIn, comment)
                #expect(report.vanished.recorded == report.vanished.planned, comment)
                #expect(
                    report.rows.created + report.rows.updated + report.rows.unknown == 0, "\(comment): \(report.rows)")
                #expect(report.vanished.deleted + report.vanished.unknown == 0, "\(comment): \(report.vanished)")
                #expect(report.rows.failed + report.vanished.failed > 0, comment)
            }
        }
    }
}
