/// A plan that must not be carried out, and why.
public struct PlanRefused: Error, Sendable, Hashable, CustomStringConvertible {
    /// The findings that refuse it; at least one.
    public let findings: [SafetyFinding]

    /// Every refusal, one sentence after another.
    public var description: String { findings.map(\.message).joined(separator: " ") }
}
