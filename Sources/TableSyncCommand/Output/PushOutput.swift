import JSONText
import Locking
import RateLimiting
import TableSync

/// Renders the events of a push: sentences and a bar for people, JSON Lines for machines.
final class PushOutput: Sendable {
    private let console: Console
    private let isJSON: Bool
    /// Rows fail in the run and in the reading of the file, which are different tasks.
    private let failures: Guarded<FailedRows>
    /// Gathers the rows that fail; nil if nobody wants them.
    let failed: FailedFile?

    /// - Parameters:
    ///   - file: How the file is called: its path, or `standard input`.
    ///   - failed: Gets every row that fails.
    init(_ console: Console, isJSON: Bool, file: String, failed: FailedFile? = nil) {
        self.console = console
        self.isJSON = isJSON
        self.failed = failed
        failures = Guarded(FailedRows(of: file))
        if isJSON { console.data(PushEvent.version) }
    }

    /// Calls the file of the rows so from now on.
    func call(file: String) { failures.withLock { $0 = FailedRows(of: file) } }

    func emit(_ event: PushEvent) {
        if case .rowFailed(let line, let code, let field, let message) = event {
            failed?.add(line: line, code: code, field: field, message: message)
        }
        if case .summary(let summary) = event { failed?.others = FailedFile.Others(summary) }
        tell(event)
    }

    private func tell(_ event: PushEvent) {
        if isJSON { return console.data(event.json) }
        switch event {
        case .rowFailed(let line, _, _, let message): return hold { $0.add(line: line, message) }
        case .operationFailed(let operation, _, _, let message):
            return hold { $0.add(operation: operation + 1, message) }
        case .warning, .progress, .plan, .summary: flush()
        }
        switch event {
        case .warning(let text): console.message("Note: \(text)")
        case .rowFailed, .operationFailed, .progress: break
        case .plan(let plan): show(plan)
        case .summary(let summary): show(summary)
        }
    }

    /// Holds a row that failed back until it is known whether its neighbours did for the same reason.
    private func hold(_ add: (inout FailedRows) -> sending String?) {
        if let line = failures.withLock(add) { console.message(line) }
    }

    /// Tells of a row that was not written, or may not have been.
    ///
    /// - Parameter mayBeSentAgain: Whether sending it again does no harm and some good.
    func emit(outcome: RowOutcome, mayBeSentAgain: Bool = false) {
        switch outcome.result {
        case .failed(let failure), .unknown(let failure):
            let code = failure.code.rawValue
            let event =
                outcome.line > 0
                ? PushEvent.rowFailed(line: outcome.line, code: code, field: failure.field, message: failure.message)
                : .operationFailed(
                    operation: outcome.index, code: code, field: failure.field, message: failure.message)
            if mayBeSentAgain { emit(event) } else { tell(event) }
        case .created, .updated, .deleted, .alreadyGone, .notAttempted, .rolledBack, .restored: break
        }
    }

    /// Shows the progress of a run until it ends: a bar ten times a second on a terminal, an event every second for machines,
    /// otherwise a line every ten seconds.
    func follow(
        _ updates: ProgressUpdates, title: String, over connection: Connection
    ) async {
        let time = connection.time
        let sentBefore = connection.requestsSent()
        let newest = Newest()
        let interval: Duration = isJSON ? .seconds(1) : console.isTerminal ? .milliseconds(100) : .seconds(10)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await progress in updates { newest.set(progress, at: time.now) }
            }
            group.addTask {
                while (try? await time.sleep(for: interval)) != nil {
                    guard let (progress, moment) = newest.value else { continue }
                    let now = time.now
                    let view = ProgressView(
                        progress, sent: connection.requestsSent() - sentBefore, sinceThen: now - moment, at: now)
                    self.show(view, title)
                }
            }
            await group.next()
            group.cancelAll()
        }
        console.endProgress()
    }

    private func show(_ view: ProgressView, _ title: String) {
        emit(.progress(view))
        if isJSON {
            return
        } else if console.isTerminal {
            console.progress(ProgressLine.bar(view, title: title, width: console.width, hasColor: console.hasColor))
        } else {
            console.message(ProgressLine.text(view, title: title))
        }
    }

    /// Tells of the rows that have been held back because the next might belong to them.
    func flush() {
        if let line = failures.withLock({ $0.flush() }) { console.message(line) }
    }

    private func show(_ plan: PushPlan) {
        if let preview = plan.preview { console.data(preview) }
        let time = plan.duration.map { ", about \(Wording.duration($0))" } ?? ""
        console.data(
            "\(Wording.count(plan.rows, "row")) of \(plan.file) would be pushed to \"\(plan.table)\" in "
                + "\(Wording.count(plan.requests, "request"))\(time).")
        if plan.invalid > 0 {
            console.data("\(Wording.count(plan.invalid, "row")) with a problem would be left out.")
        }
        console.data("Without --unique, each row would be a new record.")
        console.data("Dry run: nothing was written.")
    }

    private func show(_ summary: PushSummary) {
        console.data(summary.text)
        if let stopped = summary.stopped, !summary.isErrorToCome { console.message(stopped) }
    }
}

/// The newest progress and when it came.
private final class Newest: Sendable {
    private let state = Guarded<(progress: Progress, at: TimePoint)?>(nil)

    var value: (progress: Progress, at: TimePoint)? { state.withLock { $0 } }
    func set(_ progress: Progress, at moment: TimePoint) { state.withLock { $0 = (progress, moment) } }
}
