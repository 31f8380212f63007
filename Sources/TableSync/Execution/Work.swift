import TableModel

/// What a run does with its rows.
enum Work: Sendable, Hashable {
    case create
    case update
    /// Update that clears the cells which a row does not mention.
    case replace
    /// Create or update by key. `merges` says whether the service matches the key itself; else its keys are read first.
    case upsert(key: [FieldSchema], merges: Bool)
    /// Rows that are planned: one with an id updates that record, one without creates one with that key. `merges` says
    /// whether both share requests, the service matching the key; else each kind has requests of its own.
    case merge(key: [FieldSchema], merges: Bool)
    case delete

    /// The key's fields; empty for work without a key.
    var key: [FieldSchema] {
        switch self {
        case .upsert(let key, _), .merge(let key, _): key
        case .create, .update, .replace, .delete: []
        }
    }

    /// Whether a row's key is read before it is known what to do with it.
    var readsKeys: Bool {
        if case .upsert(_, merges: false) = self { true } else { false }
    }

    /// Whether each row names its record by id.
    var isByID: Bool {
        switch self {
        case .update, .replace, .delete: true
        case .create, .upsert, .merge: false
        }
    }

    /// The verb that all rows are sent with; nil if it depends on the row.
    var verb: WriteChunk.Verb? {
        switch self {
        case .create: .create
        case .update: .update
        case .replace: .replace
        case .upsert(let key, true), .merge(let key, true): .upsert(matching: key.map(\.name))
        case .upsert(_, false), .merge(_, false): nil
        case .delete: .delete
        }
    }
}
