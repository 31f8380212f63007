import FoundationEssentials
import GRDB

/// What runs note of themselves: that one is writing, which of its outcomes are taken in, and that all is known of it.
extension SnapshotChange {
    /// Notes that a run is about to write, so that its writes are looked for as long as nobody knows all of them; see
    /// ``Snapshot/openRun(at:)``.
    func openRun(at now: Date) throws -> Bool {
        let isSeen = try Bool.fetchOne(database, sql: "SELECT open_since IS NULL OR open_is_seen FROM snapshot")
        try run(SnapshotSchema.openRun, [now.timeIntervalSince1970])
        try run(SnapshotSchema.forgetRuns)
        return isSeen ?? true
    }

    /// Notes that all is known of what was written.
    func closeRun() throws { try run(SnapshotSchema.closeRun) }

    /// Notes that a run has ended after which the snapshot stays open; nothing of it can leave any more.
    ///
    /// - Parameters:
    ///   - now: Our clock at that moment.
    ///   - knowsAll: Whether all is known of what this run wrote, so that it is for an earlier one that the snapshot stays open.
    func leaveRun(at now: Date, knowingAll knowsAll: Bool) throws {
        try run(SnapshotSchema.leaveRun, [now.timeIntervalSince1970, knowsAll])
    }

    /// Notes that the first `outcomes` outcomes of the run of that name are taken in.
    func tell(_ name: String, outcomes: Int) throws { try run(SnapshotSchema.tell, [name, outcomes]) }

    /// Notes that a run's journal has no more outcomes than these: a power cut may have taken later ones from there.
    func setBack(_ name: String, to outcomes: Int) throws { try run(SnapshotSchema.setBack, [name, outcomes]) }
}
