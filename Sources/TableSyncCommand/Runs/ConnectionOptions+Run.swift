import TableSync

extension ConnectionOptions {
    /// The options that lead to the base of a run.
    func leading(to run: JournalledRun) -> ConnectionOptions {
        var options = self
        options.base = run.description.target.base
        return options
    }
}
