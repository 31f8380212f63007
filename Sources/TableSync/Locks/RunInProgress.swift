public import FoundationEssentials

/// A run was not begun, since another one is at work on the table; nothing was sent.
public struct RunInProgress: Error, Sendable, Hashable, CustomStringConvertible {
    /// Who is at work.
    public struct Holder: Sendable, Hashable {
        /// The number of the process.
        public let process: Int32
        /// Since when, by the clock of this machine, to the second.
        public let since: Date
    }

    /// What people call the table.
    public let table: String
    /// Who is at work on it; nil if that cannot be told.
    public let holder: Holder?

    public var description: String {
        let who = holder.map { " (process \($0.process), since \($0.since.formatted(.iso8601)))" } ?? ""
        return "Another run\(who) is at work on table \(table). Wait for it to end, then try again."
    }
}

extension RunInProgress.Holder {
    /// The form that a lock's file has.
    var text: String { "\(process) \(since.formatted(.iso8601))\n" }

    init?(text: String) {
        let parts = text.split { $0 == " " || $0 == "\n" }
        guard parts.count == 2, let process = Int32(parts[0]),
            let since = try? Date(String(parts[1]), strategy: .iso8601)
        else { return nil }
        self.init(process: process, since: since)
    }
}
