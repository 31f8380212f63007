import TableSync

/// A run's progress as one line.
enum ProgressLine {
    /// A bar for a terminal of `width` characters, such as
    /// `users ━━━━━━━━╌╌╌╌ 420/1,000 rows · 43 requests · 5.0/s · 12.0 s left`.
    ///
    /// It is shorter than the terminal by one character at least, since a full line begins the next one. What does not fit
    /// goes: first the bar, then facts from the right.
    static func bar(_ view: ProgressView, title: String, width: Int, hasColor: Bool) -> String {
        let title = shortened(Console.printable(title).filter { !$0.isNewline && $0 != "\t" }, to: 30)
        var facts = facts(view)
        let room = width - columns(title) - columns(facts.joined(separator: separator)) - 3
        guard room >= 4, let rows = view.rows, rows > 0 else {
            while facts.count > 1, columns("\(title) \(facts.joined(separator: separator))") >= width {
                facts.removeLast()
            }
            return shortened("\(title) \(facts.joined(separator: separator))", to: width - 1)
        }
        let length = min(room, 30)
        let filled = min(length, length * view.rowsDone / rows)
        let done = String(repeating: "━", count: filled)
        let rest = String(repeating: "╌", count: length - filled)
        let bar = hasColor ? "\u{1B}[32m\(done)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m" : done + rest
        return "\(title) \(bar) \(facts.joined(separator: separator))"
    }

    /// A line for a log, such as `users: 420/1,000 rows · 43 requests · 5.0/s · 12.0 s left`.
    static func text(_ view: ProgressView, title: String) -> String {
        "\(title): \(facts(view).joined(separator: separator))"
    }

    private static let separator = " · "

    private static func facts(_ view: ProgressView) -> [String] {
        let done = Wording.count(view.rowsDone)
        var facts = [view.rows.map { "\(done)/\(Wording.count($0)) rows" } ?? "\(done) rows"]
        // Before what a narrow terminal has no room for.
        if let wait = view.wait { facts.append(words(of: wait)) }
        if view.failed > 0 { facts.append("\(Wording.count(view.failed)) failed") }
        facts.append(Wording.count(view.requests, "request"))
        if view.repeats > 0 { facts.append("\(Wording.count(view.repeats)) repeated") }
        guard view.wait == nil else { return facts }
        if let rate = view.requestsPerSecond { facts.append(Wording.oneDecimal(rate) + "/s") }
        if let left = view.timeLeft, view.requestsToCome != 0 { facts.append(Wording.duration(left) + " left") }
        return facts
    }

    private static func words(of wait: ProgressView.Wait) -> String {
        let time = Wording.duration(wait.time)
        switch wait.reason {
        case .refused: return "refused by the service, waiting \(time)"
        case .outage:
            let next = wait.time > .zero ? "next try in \(time)" : "trying again"
            return "service not reached for \(Wording.duration(wait.awayFor ?? .zero)), \(next)"
        case .lostAnswer: return "an answer was lost, waiting \(time)"
        default: return "\(wait.reason.rawValue), waiting \(time)"
        }
    }

    // MARK: Width

    /// How many columns of a terminal the text takes; the sequences that colour it take none.
    static func columns(_ text: some StringProtocol) -> Int {
        var (sum, isSequence) = (0, false)
        for character in text {
            if character == "\u{1B}" {
                isSequence = true
            } else if isSequence {
                isSequence = !character.isLetter
            } else {
                sum += columns(of: character)
            }
        }
        return sum
    }

    /// East Asian wide characters and emoji take two columns (Unicode Standard Annex 11, the blocks that matter).
    private static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.properties.isEmojiPresentation { return 2 }
        return switch first.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    private static func shortened(_ text: String, to width: Int) -> String {
        guard columns(text) > width else { return text }
        var result = ""
        for character in text {
            guard columns(result) + columns(of: character) < width else { break }
            result.append(character)
        }
        return width > 0 ? result + "…" : ""
    }
}
