import TableSync

/// The other runs that have to do with a run.
struct RunRelations: Sendable, Hashable {
    /// Those that undo it, the newest first.
    var undos: [JournalledRun] = []
    /// The one that has written into its table since it was interrupted; nil if none has, or if it is finished.
    var successor: JournalledRun?
    /// The one that it undoes; nil if it is no undo, or if that is forgotten.
    var undone: JournalledRun?

    init() {}

    /// - Throws: `JournalError`.
    init(of run: JournalledRun, in journal: Journal) throws {
        undos = try journal.undos(of: run.id)
        successor = try journal.superseding(run)
        undone = try run.description.undoes.flatMap { id in try journal.runs().first { $0.id == id } }
    }

    /// The names of the key's fields, which an undo has from the run that it undoes; nil if they are not known.
    func key(of run: JournalledRun) -> [String]? {
        run.description.undoes == nil ? run.description.key : undone?.description.key
    }

    /// What is to be known of `run` besides how it ended, as sentences.
    ///
    /// - Parameter flags: The options that lead a command to the same service, as they are typed.
    func sentences(of run: JournalledRun, flags: String) -> [String] {
        let superseded = successor.map { successor in
            "Run \(successor.id), \(RunLines.title(successor)), has written into its table since."
        }
        return [superseded, openUndo(of: run, flags: flags)].compactMap(\.self)
    }

    private func openUndo(of run: JournalledRun, flags: String) -> String? {
        guard let undo = undos.first, !undo.isFinished else { return nil }
        let (deed, name) = undo.description.isRollback ? ("rolled back", "rollback") : ("undone", "undo")
        let fact =
            undo.ending == nil
            ? "It is being \(deed) by \(undo.id), or that was interrupted"
            : "Its \(name) \(undo.id) was interrupted"
        return "\(fact): tablesync undo \(run.id)\(flags) goes on with that."
    }
}
