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

    private func keep(_ outcomes: [RowOutcome], _ state: inout State) throws {
        let steps = try outcomes.map { _ in try state.writes?.nextWrite() }
        for (outcome, step) in zip(outcomes, steps) {
            state.tally.add(outcome, isRow: step.map { $0.kind != .archive } ?? false)
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
