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

    private static let before = (0..<vanished.upperBound).map { RecoveryScene.row($0, "old") }
    private static let after =
        updated.map { RecoveryScene.row($0, "new") } + created.map { RecoveryScene.row($0, "new") }

    /// A kind of operation.
    enum Kind: CaseIterable, Sendable { case update, create, delete }

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
        return try ServiceStage.run(before, key: key, faults: faults) { stage in
            var table = stage.table
            table.refused =
                switch refused {
                case nil: nil
                case .update: .string(stage.ids[updated.upperBound - 1].rawValue)
                case .create: .string("user\(created.upperBound - 1)@example.com")
                case .delete: stage.ids.last.map { .string($0.rawValue) }
                }
            let report = try await table.sync(after, matching: ["email"], options: stage.options(onError: strategy))
            try await stage.scene.time.sleep(for: .seconds(60))
            return Result(report: report, contents: try stage.contents(), requests: stage.scene.mock.log.count)
        }
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
                #expect(result.contents == ServiceStage.contents(Self.after), comment)
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
                #expect(result.contents == ServiceStage.contents(Self.before), comment)
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
