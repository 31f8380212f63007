import TableModel
import TableSync

/// What an undo could not put back, as lines for people.
enum UndoLines {
    /// Such as `Line 2, ada@example.com: Record rec…: somebody else has changed "Name" since, so it was left as it is.`
    static func line(_ conflict: UndoConflict, _ subject: UndoReport.Subject?) -> String {
        let parts = row(subject)
        return parts.isEmpty ? conflict.description : "\(sentence(parts)): \(conflict)"
    }

    /// Such as `Line 2, ada@example.com, record rec…: The service refused it.`
    static func line(_ failure: RowOutcome, _ subject: UndoReport.Subject?) -> String {
        let parts = row(subject) + [subject?.record.map { "record \($0)" }].compactMap(\.self)
        return "\(sentence(parts.isEmpty ? ["operation \(failure.line)"] : parts)): \(failure.reason)"
    }

    /// The row's line and its key, as far as they are known.
    private static func row(_ subject: UndoReport.Subject?) -> [String] {
        let key = PlanLines.cut(subject?.key.joined(separator: " + ") ?? "")
        return [subject?.line.map { "line \($0)" }, key.isEmpty ? nil : key].compactMap(\.self)
    }

    /// A key stands as it is, also at the beginning.
    private static func sentence(_ parts: [String]) -> String {
        let text = parts.joined(separator: ", ")
        let isWord = ["line ", "record ", "operation "].contains { text.hasPrefix($0) }
        return isWord ? text.prefix(1).uppercased() + text.dropFirst() : text
    }
}
