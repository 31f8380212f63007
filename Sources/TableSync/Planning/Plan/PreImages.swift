/// What is known of the cells that a run changes, as they were before it: what an undo can put back.
public enum PreImages: Sendable, Hashable {
    /// They were read for the run, or are known from before it and, by what the service says, nobody has changed them since.
    ///
    /// Each sentence in `unseen` says which changes by others would not have shown.
    case known(unseen: [String])
    /// They are known only of records that the run deletes.
    case unknown

    /// Whether an undo can rely on them.
    public var areKnown: Bool { self != .unknown }

    /// Which changes by others would not have shown, as sentences.
    public var unseen: [String] {
        switch self {
        case .known(let unseen): unseen
        case .unknown: []
        }
    }
}
