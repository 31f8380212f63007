/// A plan was to be carried out a second time; nothing was written.
public struct PlanUsed: Error, Sendable, Hashable, CustomStringConvertible {
    /// What to tell the user.
    public var description: String {
        "This plan has been carried out already, or its run was begun. Resume that run if it was interrupted, or make a new plan: it "
            + "will hold what is left to do."
    }
}
