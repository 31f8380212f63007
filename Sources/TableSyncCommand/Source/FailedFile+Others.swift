extension FailedFile.Others {
    /// What a summary says of the rows that did not fail.
    init(_ summary: PushSummary) {
        let left = summary.notAttempted + summary.rolledBack
        if left == 0 {
            self = .written
        } else {
            self = summary.created + summary.updated + summary.unknown == 0 ? .absent : .unwritten(left)
        }
    }
}

extension FailedFile {
    /// What to do about the rows in the file, as sentences.
    ///
    /// - Parameters:
    ///   - rows: How many there are.
    ///   - hasKey: Whether rows have a key, so that one that is there already can be pushed again.
    ///   - source: How the file is called that they come from.
    ///   - table: The table's name.
    func remedy(for rows: Int, hasKey: Bool, source: String, table: String) -> String {
        let them = rows == 1 ? "it" : "them"
        let push = "push that file as this one, with --table \"\(table)\""
        switch others {
        case .written: return "Mend \(them) there, and \(push)."
        case .absent: return "No other row was written, so mend \(them) in \(source), and push that."
        case .unwritten(let count):
            let isOne = count == 1
            let fact =
                "\(Wording.count(count, "other row")) \(isOne ? "was" : "were") not written, and \(isOne ? "is" : "are") not in "
                + "that file."
            return hasKey
                ? "\(fact) Mend \(them) in \(source), and push that again; or go on with the run, mend \(them) there, and "
                    + "\(push)."
                : "\(fact) Push \(isOne ? "that one" : "those") and what you mend alone: \(source) would create again what is "
                    + "there."
        }
    }
}
