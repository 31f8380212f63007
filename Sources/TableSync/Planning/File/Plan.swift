/// What is to be done to a table: counts, costs, findings, and a sequence of steps in a file.
///
/// A plan holds no steps in memory; ``operations`` reads them from the file, as often as it is asked. Creates and updates come in
/// the order of the source, then what is archived and deleted, by record id.
public struct Plan: Sendable {
    /// What the plan is of and what it was made from.
    public let header: PlanHeader
    /// How many rows and records it does what with.
    public let counts: PlanCounts
    /// What it costs.
    public let cost: PlanCost
    /// What the reader must know about the plan as a whole; refusals first.
    public let findings: [SafetyFinding]
    /// The steps, read from the file as they are asked for.
    public let operations: PlanOperations

    init(header: PlanHeader, summary: PlanSummary, operations: PlanOperations) {
        self.header = header
        counts = summary.counts
        cost = summary.cost
        findings = summary.findings
        self.operations = operations
    }

    /// Reads a plan that was saved, and checks that it is all there and as it was written.
    ///
    /// Takes one pass over the file, in constant memory.
    ///
    /// - Throws: If there is no such file, or it is no plan, or one of a later format, or one that was cut off or edited.
    public init(contentsOf path: String) throws(PlanFileError) {
        self = try PlanReader(file: .existing(at: path)).plan()
    }
}

extension Plan {
    /// Whether nothing would be written.
    public var isEmpty: Bool { counts.changes == 0 }

    /// Gives the plan back if nothing refuses it. Invalid rows do not: they are the caller's to judge by ``counts``.
    ///
    /// - Throws: ``PlanRefused`` otherwise.
    @discardableResult
    public func requireSafe() throws(PlanRefused) -> Plan {
        let refusals = findings.filter { $0.severity == .refusal }
        guard refusals.isEmpty else { throw PlanRefused(findings: refusals) }
        return self
    }
}
