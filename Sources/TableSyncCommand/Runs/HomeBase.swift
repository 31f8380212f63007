import TableModel
import TableSync

/// The base whose runs a command means that names none, where a state folder knows the runs of several.
struct HomeBase: Sendable, Hashable {
    /// The base's id; nil if no setting names one, and the runs of all bases are meant.
    let id: String?
    /// Whether the command line says it, so that a run of another base cannot be meant.
    let isSaid: Bool

    /// No base in particular.
    static let any = HomeBase(id: nil, isSaid: false)

    private init(id: String?, isSaid: Bool) {
        self.id = id
        self.isSaid = isSaid
    }

    /// The base that the settings name.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if what they say is not the id of a base.
    init(_ options: ConnectionOptions, environment: [String: String]) async throws {
        self.init(
            id: try await Settings.base(options, environment: environment)?.rawValue, isSaid: options.base != nil)
    }

    /// Those of `runs` that are of the base.
    func runs(among runs: [ShelvedRun]) -> [ShelvedRun] {
        guard let id else { return runs }
        return runs.filter { $0.run.description.target.base == id }
    }

    /// That the base has no run, as a sentence.
    var noRun: String { id.map { "There is no run on base \($0)." } ?? "There is no run." }

    /// - Throws: ``CommandError`` with exit code 3 if the command line says another base than the run's.
    func require(_ run: JournalledRun) throws(CommandError) {
        let base = run.description.target.base
        guard isSaid, let id, id != base else { return }
        throw CommandError(
            .invalidSource,
            "Run \(run.id) was on base \(base), and --base says \(id). Nothing was written. Leave --base out, or name a run "
                + "of that base.")
    }
}
