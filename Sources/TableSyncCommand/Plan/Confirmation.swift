import TableSync

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks before records are deleted.
struct Confirmation: Sendable {
    /// Whether the user has said yes beforehand.
    let isGiven: Bool
    /// Asks a question, and gives the answer; nil if nobody is there to be asked.
    let ask: @Sendable (String) -> String?

    init(isGiven: Bool, ask: @escaping @Sendable (String) -> String?) {
        self.isGiven = isGiven
        self.ask = ask
    }

    /// For work that deletes nothing.
    static let unneeded = Confirmation(isGiven: true) { _ in nil }

    /// Asks on the terminal, if both the question and the answer have one.
    init(isGiven: Bool, on console: Console) {
        self.init(isGiven: isGiven) { question in
            guard console.isTerminal, isatty(STDIN_FILENO) == 1 else { return nil }
            console.message(question)
            return readLine() ?? ""
        }
    }

    /// Whether somebody is asked before a plan is carried out.
    func asks(about plan: Plan) -> Bool { plan.counts.delete > 0 && !isGiven }

    /// - Returns: Whether somebody was asked, so that time has gone by.
    /// - Throws: ``CommandError`` with exit code 6 if records would be deleted and nobody has said yes.
    func confirm(_ plan: Plan) throws(CommandError) -> Bool {
        try confirm(deleting: plan.counts.delete, of: "\"\(plan.header.target.name)\"")
    }

    /// The same for so many records of a table, and for others of which nobody knows yet whether they exist.
    ///
    /// - Parameter table: How sentences call it, such as `"users"`.
    func confirm(deleting count: Int, perhaps doubtful: Int = 0, of table: String) throws(CommandError) -> Bool {
        guard count + doubtful > 0, !isGiven else { return false }
        let records = (doubtful > 0 ? "Up to " : "") + Wording.count(count + doubtful, "record")
        guard let answer = ask("\(records) of \(table) will be deleted. Go on? Type yes:") else {
            throw CommandError(
                .safetyStop,
                "\(records) of \(table) would be deleted, and nobody is here to be asked. Nothing was written. If that "
                    + "is right, say --yes.")
        }
        guard ["yes", "y"].contains(answer.lowercased().filter { !$0.isWhitespace }) else {
            throw CommandError(.safetyStop, "Nothing was written.")
        }
        return true
    }
}
