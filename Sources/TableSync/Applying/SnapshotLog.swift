import FoundationEssentials
import Locking
import TableModel

/// A run's log that also tells the snapshot what the run did to the table.
///
/// The snapshot may be thrown away, so a failure to keep it up is no reason to stop: it is told in the report, and what the
/// snapshot missed is read again by the next refresh, or when the run is resumed.
final class SnapshotLog: RunLog {
    private struct State {
        /// The steps of the outcomes to come: outcomes come in the order of the rows, each row once.
        var writes: PlannedWrites.AsyncIterator?
        /// The service's clock at the answers whose outcomes have not come yet.
        var times: [RecordID: Date] = [:]
        var tally = SyncReport.Tally()
        /// How many outcomes are counted.
        var counted = 0
        var problem: String?
    }

    private let base: any RunLog
    private let telling: SnapshotTelling?
    private let state: Guarded<State>

    /// - Parameters:
    ///   - base: Gets every event before the snapshot does.
    ///   - telling: What the snapshot is told through; nil if there is none.
    ///   - writes: The steps of the run, in its order; nil for a run that deletes.
    init(_ base: any RunLog, telling: SnapshotTelling?, writes: PlannedWrites?) {
        self.base = base
        self.telling = telling
        state = Guarded(State(writes: writes?.makeAsyncIterator()))
    }

    /// What became of the rows and records so far.
    var tally: SyncReport.Tally { state.withLock { $0.tally } }

    /// Why the snapshot was not kept up any more, as a sentence; nil if that did not happen here.
    var problem: String? { state.withLock { $0.problem } }

    func record(_ event: RunEvent) async throws {
        try await base.record(event)
        switch event {
        case .answered(_, .applied(let answer)):
            guard let time = answer.serverTime else { return }
            state.withLock { state in
                for id in answer.records.map(\.id) + answer.deleted { state.times[id] = time }
            }
        case .outcomes(let outcomes): try state.withLock { try keep(outcomes, &$0) }
        case .intent, .answered, .withdrawn, .preImages: break
        }
    }

    /// Counts outcomes that no log took, since that failed; the snapshot is not told of them.
    func count(untold outcomes: [RowOutcome]) {
        state.withLock { state in
            for outcome in outcomes {
                // A plan that cannot be read any more does not tell whose it is; most steps are rows.
                let isRow = state.writes != nil && (try? state.writes?.nextWrite())?.kind != .archive
                Self.count(outcome, isRow: isRow, &state)
            }
        }
    }

    /// Counts the steps that the run did not come to, of which it took `rowCount`, as not attempted.
    func countRest(after rowCount: Int) throws(PlanFileError) {
        var rest = state.withLock { $0 }
        // Outcomes that were lost are not made up for.
        while rest.counted < rowCount, try rest.writes?.nextWrite() != nil { rest.counted += 1 }
        while let step = try rest.writes?.nextWrite() {
            if step.kind == .archive {
                rest.tally.vanished.notAttempted += 1
            } else {
                rest.tally.rows.notAttempted += 1
            }
        }
        state.withLock { [rest] in $0 = rest }
    }

    private static func count(_ outcome: RowOutcome, isRow: Bool, _ state: inout State) {
        state.tally.add(outcome, isRow: isRow)
        state.counted += 1
    }

    private func keep(_ outcomes: [RowOutcome], _ state: inout State) throws {
        let steps = try outcomes.map { _ in try state.writes?.nextWrite() }
        for (outcome, step) in zip(outcomes, steps) {
            Self.count(outcome, isRow: step.map { $0.kind != .archive } ?? false, &state)
        }
        defer { for id in outcomes.compactMap(\.recordID) { state.times[id] = nil } }
        let problem = telling?.tell(outcomes: outcomes.count) { change in
            for (outcome, step) in zip(outcomes, steps) {
                try Self.tell(change, outcome, step, at: outcome.recordID.flatMap { state.times[$0] })
            }
        }
        state.problem = state.problem ?? problem
    }

    private static func tell(
        _ change: borrowing SnapshotChange, _ outcome: RowOutcome, _ step: PlannedWrite?, at time: Date?
    ) throws {
        switch outcome.result {
        case .created(let record), .updated(let record): try change.wrote(record, source: step?.source, at: time)
        case .deleted(let id): try change.deleted(id, at: time)
        case .alreadyGone(let id): try change.forget(id)
        // The next plan creates the record again.
        case .failed(let failure) where failure.cause?.code == .unknownRecord:
            if let id = step?.row.element.id { try change.forget(id) }
        case .failed, .unknown, .notAttempted, .rolledBack, .restored: break
        }
    }
}

extension RowOutcome {
    /// The record that the outcome is of, if one was written or deleted.
    fileprivate var recordID: RecordID? {
        switch result {
        case .created(let record), .updated(let record): record.id
        case .deleted(let id), .alreadyGone(let id): id
        case .failed, .unknown, .notAttempted, .rolledBack, .restored: nil
        }
    }
}
