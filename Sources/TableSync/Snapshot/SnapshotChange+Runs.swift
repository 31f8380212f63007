import GRDB

/// What runs note of themselves: that one is writing, which of its outcomes are taken in, and that all is known of it.
extension SnapshotChange {
    /// Notes that a run is about to write, so that its writes are looked for as long as nobody knows all of them; see
    /// ``Snapshot/openRun()``.
    func openRun() throws -> Bool {
        let isSeen = try Bool.fetchOne(database, sql: "SELECT open_since IS NULL OR open_is_seen FROM snapshot")
        try run(SnapshotSchema.openRun)
        try run(SnapshotSchema.forgetRuns)
        return isSeen ?? true
    }

    /// Notes that all is known of what was written.
    func closeRun() throws { try run("UPDATE snapshot SET open_since = NULL, open_is_seen = 0") }

    /// Notes that the first `outcomes` outcomes of the run of that name are taken in.
    func tell(_ name: String, outcomes: Int) throws { try run(SnapshotSchema.tell, [name, outcomes]) }

    /// Notes that a run's journal has no more outcomes than these: a power cut may have taken later ones from there.
    func setBack(_ name: String, to outcomes: Int) throws { try run(SnapshotSchema.setBack, [name, outcomes]) }
}
