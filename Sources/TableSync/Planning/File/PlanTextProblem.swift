/// What is wrong with a line of a plan file.
struct PlanTextProblem: Error, Hashable {
    /// A clause that begins small and has no full stop.
    let message: String

    init(_ message: String) { self.message = message }
}
