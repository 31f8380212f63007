/// A run was to be rolled back if a row fails, and was not given what that needs; nothing was sent.
public struct RollbackUnprepared: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is needed, and where to give it.
    public var description: String {
        "A rollback puts records back as they were, so it needs a journal and the schema of the whole table. Give both in the "
            + "run's options, or choose another error strategy."
    }
}
