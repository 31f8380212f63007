import TableSync

extension ConnectionOptions {
    /// The options that lead to the base of a run.
    func leading(to run: JournalledRun) -> ConnectionOptions {
        var options = self
        options.base = run.description.target.base
        return options
    }
}

extension PlanTarget {
    /// Such as `"users" of base appA1B2C3D4E5F6G7`.
    var nameWithBase: String { "\"\(name)\" of base \(base)" }
}
