/// A way to bring a snapshot up to date.
public enum RefreshMethod: String, Sendable, Hashable, CaseIterable {
    /// Reads every record of the table or the scope.
    case full
    /// Reads the records that have the keys of the source.
    case keys
    /// Reads what was modified since the last sight.
    case changed
    /// Trusts the last run, and asks in one call whether anybody else has changed something since.
    case none
}

/// What a refresh does: a method, and how far it goes.
package enum RefreshStep: Sendable, Hashable {
    case full
    case keys
    case changed
    /// One page of what was modified since the last run; if there is more and `readsOn`, all of it.
    case none(readsOn: Bool)
    /// At most so many pages of a full read, since nobody knows how large the table is, and then the keys if it did not end.
    case explore(pages: Int)

    package var method: RefreshMethod {
        switch self {
        case .full, .explore: .full
        case .keys: .keys
        case .changed: .changed
        case .none: .none
        }
    }
}
