/// Where the journal of a bulk verb lies, and what its table is called there.
public struct JournalPlace: Sendable, Hashable {
    /// The folder that keeps journals and locks. It holds people's data, so what is made in it is for its owner alone.
    public var stateFolder: String
    /// The table.
    public var target: PlanTarget

    /// Names the folder and the table.
    public init(stateFolder: String, target: PlanTarget) {
        self.stateFolder = stateFolder
        self.target = target
    }
}
