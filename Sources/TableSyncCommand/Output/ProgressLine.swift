import TableSync

/// A run's progress as one line.
enum ProgressLine {
    /// A bar for a terminal of `width` characters, such as
    /// `users ━━━━━━━━╌╌╌╌ 420/1,000 rows · 43 requests · 5.0/s · 12.0 s left`.
    static func bar(_ progress: Progress, title: String, width: Int, hasColor: Bool) -> String {
        let facts = facts(progress)
        let room = width - title.count - facts.count - 3
        guard room >= 4, let total = progress.rowCount, total > 0 else {
            return String("\(title) \(facts)".prefix(max(0, width - 1)))
        }
        let length = min(room, 30)
        let filled = min(length, length * progress.rowsDone / total)
        let done = String(repeating: "━", count: filled)
        let rest = String(repeating: "╌", count: length - filled)
        let bar = hasColor ? "\u{1B}[32m\(done)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m" : done + rest
        return "\(title) \(bar) \(facts)"
    }

    /// A line for a log, such as `users: 420/1,000 rows · 43 requests · 5.0/s · 12.0 s left`.
    static func text(_ progress: Progress, title: String) -> String { "\(title): \(facts(progress))" }

    private static func facts(_ progress: Progress) -> String {
        let done = Wording.count(progress.rowsDone)
        var facts = [progress.rowCount.map { "\(done)/\(Wording.count($0)) rows" } ?? "\(done) rows"]
        if progress.counts.failed > 0 { facts.append("\(Wording.count(progress.counts.failed)) failed") }
        facts.append(Wording.count(progress.requests, "request"))
        let seconds = progress.elapsed / .seconds(1)
        if seconds >= 1 { facts.append(Wording.oneDecimal(Double(progress.requests) / seconds) + "/s") }
        if let left = progress.timeLeft, progress.requestsToCome != 0 {
            facts.append(Wording.duration(left) + " left")
        }
        return facts.joined(separator: " · ")
    }
}
