/// Where the journal of a bulk verb lies, and what the table and the run are called there.
public struct JournalPlace: Sendable, Hashable {
    /// The folder that keeps journals and locks. It holds people's data, so what is made in it is for its owner alone.
    public var stateFolder: String
    /// The table.
    public var target: PlanTarget
    /// What lists of runs call the run, such as `push users.csv`; nil for the name of the verb.
    public var title: String?

    /// Names the folder, the table, and what lists call the run.
    public init(stateFolder: String, target: PlanTarget, title: String? = nil) {
        self.stateFolder = stateFolder
        self.target = target
        self.title = title
    }
}
