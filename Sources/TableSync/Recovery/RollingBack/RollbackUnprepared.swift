/// What a run did was to be put back, and there is not what that needs; nothing was sent.
public struct RollbackUnprepared: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is needed, and where to give it.
    public var description: String {
        "Putting records back as they were takes a journal and the schema of the whole table. Give both in the run's options, or "
            + "choose an error strategy without a rollback."
    }
}
