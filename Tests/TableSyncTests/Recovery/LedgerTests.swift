import Foundation
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What a journal tells of each operation, however far it was written.
@Suite(.timeLimit(.minutes(30))) struct LedgerTests {
    private typealias Scene = JournalScene

    private static func fold(_ events: some Sequence<RunEvent>) -> Ledger {
        var ledger = Ledger()
        for (place, event) in events.enumerated() {
            let date = Date(timeIntervalSince1970: 1_768_478_400 + Double(place))
            ledger.take(JournalledEvent(number: Int64(place + 1), date: date, event: event))
        }
        return ledger
    }

    private static func intent(_ attempt: Int, _ rows: [Int], _ verb: WriteChunk.Verb = .create) -> RunEvent {
        .intent(attempt: attempt, chunk: WriteChunk(verb, rows.map { _ in .init() }), rows: rows)
    }

    private static func name(_ standing: Ledger.Standing) -> String {
        switch standing {
        case .notAttempted: "not attempted"
        case .unknown: "unknown"
        case .failed: "failed"
        case .done(let deed): "\(deed.kind)"
        }
    }

    private let created = RunEvent.answered(
        attempt: 1,
        .applied(WriteAnswer(records: [Scene.record(1, [:])], created: [Scene.id(1)])))
    private let updated = RunEvent.answered(attempt: 1, .applied(WriteAnswer(records: [Scene.record(1, [:])])))

    private func outcome(_ result: RowOutcome.Result) -> RunEvent {
        .outcomes([RowOutcome(index: 0, line: 1, result: result)])
    }

    @Test func `each way of an operation, step by step`() {
        let record = Scene.record(1, [:])
        let failure = RowFailure(.unsettled, message: "")
        let lost = RunEvent.answered(attempt: 1, .unknown(Scene.error))
        let refused = RunEvent.answered(attempt: 1, .rejected(Scene.error))
        let ways: [([RunEvent], [String])] = [
            ([Self.intent(1, [0]), created, outcome(.created(record))], ["unknown", "created", "created"]),
            ([Self.intent(1, [0]), updated, outcome(.updated(record))], ["unknown", "updated", "updated"]),
            // Repeated, and found to be our own.
            ([Self.intent(1, [0]), updated, outcome(.created(record))], ["unknown", "updated", "created"]),
            (
                [
                    Self.intent(1, [0], .delete), .answered(attempt: 1, .applied(WriteAnswer())),
                    outcome(.alreadyGone(record.id)),
                ],
                ["unknown", "deleted", "alreadyGone"]
            ),
            ([Self.intent(1, [0]), .withdrawn(attempt: 1)], ["unknown", "not attempted"]),
            ([Self.intent(1, [0]), refused, outcome(.failed(failure))], ["unknown", "not attempted", "failed"]),
            ([Self.intent(1, [0]), lost, outcome(.unknown(failure))], ["unknown", "unknown", "unknown"]),
            ([Self.intent(1, [0]), lost, outcome(.created(record))], ["unknown", "unknown", "created"]),
            ([Self.intent(1, [0]), lost, outcome(.notAttempted)], ["unknown", "unknown", "not attempted"]),
            // The second sending was not applied; the first may have been.
            (
                [Self.intent(1, [0]), lost, Self.intent(2, [0]), .answered(attempt: 2, .rejected(Scene.error))],
                ["unknown", "unknown", "unknown", "unknown"]
            ),
            // An undo mends the links of a record that it has created.
            (
                [
                    Self.intent(1, [0]), created, Self.intent(2, [0], .update), .withdrawn(attempt: 2),
                    outcome(.updated(record)),
                ],
                ["unknown", "created", "created", "created", "created"]
            ),
            ([outcome(.failed(failure))], ["failed"]),
            ([created], ["not attempted"]),
        ]
        for (events, names) in ways {
            #expect(events.indices.map { Self.name(Self.fold(events[...$0])[0]) } == names)
        }
    }

    @Test func `what was sent first and last, and the service's clock before, are kept of what is in doubt`() throws {
        let time = Date(timeIntervalSince1970: 1_768_478_401 + 3_600)
        let ledger = Self.fold([
            Self.intent(1, [5]),
            .answered(attempt: 1, .applied(WriteAnswer(records: [Scene.record(1, [:])], serverTime: time))),
            Self.intent(2, [0, 1]), .answered(attempt: 2, .unknown(Scene.error)), Self.intent(3, [1]),
        ])
        #expect(ledger.lastAttempt == 3)
        #expect(ledger.firstClockLead == 3_600)
        let unknown = ledger.unknown
        #expect(unknown.map(\.operation) == [0, 1])
        #expect(unknown.map(\.doubt.intent) == [Place(event: 3, element: 0), Place(event: 5, element: 0)])
        #expect(unknown.map(\.doubt.clockLead) == [3_600, 3_600])
        #expect(unknown.map { $0.doubt.lastSentAt.timeIntervalSince($0.doubt.firstSentAt) } == [1, 2])
    }

    /// What a plain model says of an operation: the fate of each of its sendings, and its outcome.
    private struct Model {
        var sendings: [Int: Bool?] = [:]
        var outcome: RowOutcome.Result?
    }

    @Test(arguments: 0..<20) func `every prefix of a run's events says of each operation what they say`(seed: Int)
        throws
    {
        let events = try Self.events(seed: seed)
        #expect(events.count > 10)
        var ledger = Ledger()
        var models: [Int: Model] = [:]
        var rows: [Int: [Int]] = [:]
        for (place, event) in events.enumerated() {
            ledger.take(JournalledEvent(number: Int64(place), date: VirtualTime.epoch, event: event))
            switch event {
            case .intent(let attempt, _, let sent):
                rows[attempt] = sent
                for row in sent { models[row, default: Model()].sendings[attempt] = .some(nil) }
            case .answered(let attempt, let answer):
                for row in rows[attempt] ?? [] {
                    switch answer {
                    case .applied: models[row]?.sendings[attempt] = true
                    case .unknown: break
                    case .notApplied, .rejected, .fatal: models[row]?.sendings[attempt] = false
                    }
                }
            case .withdrawn(let attempt): for row in rows[attempt] ?? [] { models[row]?.sendings[attempt] = false }
            case .outcomes(let outcomes):
                for outcome in outcomes { models[outcome.index, default: Model()].outcome = outcome.result }
            case .preImages: break
            }
            for (row, model) in models {
                #expect(Self.isRight(ledger[row], model), "seed \(seed), event \(place), row \(row): \(model)")
            }
        }
    }

    private static func isRight(_ standing: Ledger.Standing, _ model: Model) -> Bool {
        let isApplied = model.sendings.values.contains { $0 == true }
        let isOpen = model.sendings.values.contains { $0 == nil }
        switch (standing, model.outcome) {
        case (.done(let deed), .created?): return deed.kind == .created
        case (.done(let deed), .updated?): return deed.kind == .updated
        case (.done, nil): return isApplied
        case (.failed, .failed?): return true
        case (.notAttempted, .notAttempted?): return true
        case (.notAttempted, nil): return !isApplied && !isOpen
        case (.unknown, nil): return !isApplied && isOpen
        case (.unknown, .unknown?): return true
        default: return false
        }
    }

    /// The events of a run over a table that loses answers and refuses rows.
    private static func events(seed: Int) throws -> [RunEvent] {
        try runOnVirtualTime { time in
            var generator = SeededGenerator(seed: seed)
            let mishaps = (0..<60).compactMap { request -> (Int, InMemoryTable.Mishap)? in
                guard Int.random(in: 0..<3, using: &generator) == 0 else { return nil }
                return (request, [.lost, .appliedThenLost, .notApplied].randomElement(using: &generator) ?? .lost)
            }
            let bad = Int.random(in: 0..<60, using: &generator)
            let table = InMemoryTable(
                limits: RecoveryScene.limits, mishaps: Dictionary(mishaps) { first, _ in first },
                refusal: { $0["seats"] == .number(Double(bad)) ? Scene.error : nil }, date: { time.date })
            table.insert((0..<20).map { RecoveryScene.row($0, "old") })
            let log = InMemoryRunLog(capacity: 10_000)
            var options = RunOptions()
            options.time = time
            options.log = log
            options.schema = Scene.schema
            _ = try await table.upsert(
                (0..<60).map { RecoveryScene.row($0, "new") }, matching: "email",
                onError: seed.isMultiple(of: 2) ? .continue : .stop, options: options)
            return log.events
        }
    }
}
