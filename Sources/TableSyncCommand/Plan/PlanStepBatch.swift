import JSONText
import TableSync

/// Some steps of a plan that follow one another, as machines are told of them.
struct PlanStepBatch: Sendable {
    private static let size = 200

    private var steps: [PlanStep] = []
    /// The row behind the steps that cannot be written: what is wrong with it is told in another way.
    private(set) var invalid: InvalidRow?

    /// Takes the next steps but those that leave a record alone: what is equal is counted.
    init(of operations: inout PlanOperations.AsyncIterator) throws(PlanFileError) {
        while steps.count < Self.size, let operation = try operations.nextOperation() {
            if case .invalid(let row) = operation {
                invalid = row
                return
            }
            if let step = PlanStep(operation), step.symbol != .unchanged { steps.append(step) }
        }
    }

    /// Whether there is no step any more.
    var isEmpty: Bool { steps.isEmpty && invalid == nil }

    /// The events of the steps, a line each.
    @concurrent func lines() async -> [UInt8] {
        var lines: [UInt8] = []
        for step in steps { lines += step.event.bytes + [UInt8(ascii: "\n")] }
        return lines
    }
}
