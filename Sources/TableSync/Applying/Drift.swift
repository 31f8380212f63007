public import TableModel

/// A record that is not what the plan saw: somebody else changed, deleted or created it meanwhile.
public struct Drift: Sendable, Hashable {
    /// What became of the record since the plan was made.
    public enum Kind: String, Sendable, Hashable {
        /// It has other cells among those that the plan manages.
        case changed
        /// It does not exist any more.
        case gone
        /// It has the key of a row that was to be created.
        case appeared
    }

    /// What became of the record.
    public let kind: Kind
    /// The record.
    public let id: RecordID
    /// The text of each field of the key.
    public let key: [String]
    /// The line of the row that the record is for; nil if no row names it.
    public let line: Int?

    init(_ kind: Kind, _ id: RecordID, key: [String], line: Int?) {
        self.kind = kind
        self.id = id
        self.key = key
        self.line = line
    }
}

extension Drift: CustomStringConvertible {
    /// A sentence such as `Record rec… (key "ada@example.com", line 3) has been changed.`
    public var description: String {
        let place = line.map { ", line \($0)" } ?? ""
        let name = "Record \(id) (key \"\(key.joined(separator: " + "))\"\(place))"
        switch kind {
        case .changed: return "\(name) has been changed since."
        case .gone: return "\(name) has been deleted since."
        case .appeared: return "\(name) has been created since."
        }
    }
}
