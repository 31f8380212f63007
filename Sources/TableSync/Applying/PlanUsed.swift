/// A plan was to be carried out a second time; nothing was written.
public struct PlanUsed: Error, Sendable, Hashable, CustomStringConvertible {
    /// What to tell the user.
    public var description: String {
        "This plan has been carried out already. Make a new one: it will hold what is left to do."
    }
}
