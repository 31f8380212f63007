import JSONText
import Synchronization
import TableSync

/// Renders the events of a push: sentences and a bar for people, JSON Lines for machines.
final class PushOutput: Sendable {
    /// How many failed rows are named in full; the rest is counted.
    static let failuresShown = 100

    private let console: Console
    private let isJSON: Bool
    private let file: String
    private let failures = Mutex(0)

    init(_ console: Console, isJSON: Bool, file: String) {
        self.console = console
        self.isJSON = isJSON
        self.file = file
        if isJSON { console.data(PushEvent.version.text) }
    }

    func emit(_ event: PushEvent) {
        if isJSON { return console.data(event.json.text) }
        switch event {
        case .warning(let text): console.message("Note: \(text)")
        case .rowFailed(let line, _, _, let message): failed(line, message)
        case .progress: break
        case .plan(let plan): show(plan)
        case .summary(let summary): show(summary)
        }
    }

    /// Shows the progress of a run until it ends: a bar ten times a second on a terminal, otherwise a line every ten seconds.
    func follow(_ updates: ProgressUpdates, title: String, every interval: Duration? = nil) async {
        let interval = interval ?? (console.isTerminal && !isJSON ? .milliseconds(100) : .seconds(10))
        let clock = ContinuousClock()
        var shown = clock.now
        for await progress in updates {
            if isJSON {
                guard clock.now - shown >= .seconds(1) else { continue }
                emit(.progress(progress))
            } else if console.isTerminal {
                guard clock.now - shown >= interval else { continue }
                console.progress(
                    ProgressLine.bar(progress, title: title, width: console.width, hasColor: console.hasColor))
            } else {
                guard clock.now - shown >= interval else { continue }
                console.message(ProgressLine.text(progress, title: title))
            }
            shown = clock.now
        }
        console.endProgress()
    }

    private func failed(_ line: Int, _ message: String) {
        let number = failures.withLock { count in
            count += 1
            return count
        }
        if number <= Self.failuresShown {
            console.message("\(file), line \(line): \(message)")
        } else if number == Self.failuresShown + 1 {
            console.message("Further rows that fail are counted only; --json names them all.")
        }
    }

    private func show(_ plan: PushPlan) {
        if plan.createsTable {
            console.data(
                "The table \"\(plan.table)\" would be created with the fields \(Wording.list(plan.newFields)).")
        } else if !plan.newFields.isEmpty {
            console.data("These fields would be created in \"\(plan.table)\": \(Wording.list(plan.newFields)).")
        }
        let time = plan.duration.map { ", about \(Wording.duration($0))" } ?? ""
        console.data(
            "\(Wording.count(plan.rows, "row")) of \(plan.file) would be pushed to \"\(plan.table)\" in "
                + "\(Wording.count(plan.requests, "request"))\(time).")
        if plan.isKeyed {
            console.data("How many would be created and how many updated is not known yet.")
        } else {
            console.data("Without --unique, each row would be a new record.")
        }
        console.data("Dry run: nothing was written.")
    }

    private func show(_ summary: PushSummary) {
        var parts = ["\(Wording.count(summary.created)) created", "\(Wording.count(summary.updated)) updated"]
        for (number, word) in [
            (summary.failed, "failed"), (summary.unknown, "unknown"), (summary.notAttempted, "not attempted"),
        ] where number > 0 {
            parts.append("\(Wording.count(number)) \(word)")
        }
        let requests = Wording.count(summary.requests, "request")
        let repeats = summary.repeats > 0 ? " (\(Wording.count(summary.repeats)) of them repeated)" : ""
        console.data(
            "\(Wording.count(summary.rows, "row")) of \(summary.file) to \"\(summary.table)\": "
                + "\(parts.joined(separator: ", ")). \(requests)\(repeats) in \(Wording.duration(summary.duration)).")
        if let stopped = summary.stopped { console.message(stopped) }
    }
}
