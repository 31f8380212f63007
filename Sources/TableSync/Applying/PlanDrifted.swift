/// A plan was not carried out since the table is not what the plan saw; nothing was written.
public struct PlanDrifted: Error, Sendable, Hashable, CustomStringConvertible {
    /// Exactly the records that changed, vanished or appeared, in the order of the plan.
    public let drifts: [Drift]

    init(_ drifts: [Drift]) { self.drifts = drifts }

    public var description: String {
        let shown = drifts.prefix(20).map(\.description).joined(separator: " ")
        let more = drifts.count > 20 ? " And \(drifts.count - 20) more." : ""
        return
            "The table is not what the plan saw, so nothing was written. \(shown)\(more) Make the plan again, or leave "
            + "these records out."
    }
}
