import TableModel

/// What a run does with its rows.
enum Work: Sendable, Hashable {
    case create
    case update
    /// Update that clears the cells which a row does not mention.
    case replace
    /// Create or update by key. `merges` says whether the service matches the key itself; else its keys are read first.
    case upsert(key: [FieldSchema], merges: Bool)
    case delete

    /// The key's fields; empty for work without a key.
    var key: [FieldSchema] {
        guard case .upsert(let key, _) = self else { return [] }
        return key
    }

    /// The verb that rows are sent with when they come; nil if that is known only after their keys were read.
    var verb: WriteChunk.Verb? {
        switch self {
        case .create: .create
        case .update: .update
        case .replace: .replace
        case .upsert(let key, true): .upsert(matching: key.map(\.name))
        case .upsert(_, false): nil
        case .delete: .delete
        }
    }
}
