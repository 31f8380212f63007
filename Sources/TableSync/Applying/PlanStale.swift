/// A plan does not fit what it is to be carried out on; nothing was written.
public struct PlanStale: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why not and what to do, in whole sentences.
    public let description: String
}
