import Foundation
import Locking
import TableModel
import TestSupport

@testable import TableSync

/// Processes one after the other, each of which may die at any step and leaves the table and a state folder to the next.
extension RecoveryScene {
    /// What a process leaves behind.
    struct Legacy: Sendable {
        /// The table, and the state folder as it was when the process died.
        let scene: RecoveryScene
        let kill: KillSwitch
        /// The table for the next process, with what still arrives of this one.
        let table: HauntedTable
    }

    /// Has a process do something, which dies at one of its points: around a request, after a commit to the journal or the snapshot, or
    /// when a plan was marked.
    ///
    /// What it does after its death reaches neither the table nor the folder that it leaves.
    ///
    /// - Parameters:
    ///   - point: Which point it is; nil to live.
    ///   - table: What the process finds in place of the table.
    func live(
        until point: Int? = nil, _ fate: KillSwitch.Fate = .dropped, over table: (any RemoteTable)? = nil,
        _ body: (RecoveryScene, MortalTable) async throws -> Void
    ) async throws -> Legacy {
        let left = folder + "+"
        let kill = KillSwitch(at: point, fate) { [folder] in Self.copy(folder, to: left) }
        let mortal = MortalTable(base: table ?? self.table, time: time, kill: kill)
        let marks = Guarded(Self.marks(in: folder))
        let pass = { @Sendable [folder] (moment: CommitWatch.Moment) in
            switch moment {
            case .committed: _ = kill.pass()
            case .begins:
                let now = Self.marks(in: folder)
                let isNew = marks.withLock { before in
                    defer { before = now }
                    return before != now
                }
                if isNew { _ = kill.pass() }
            }
        }
        do {
            try await CommitWatch.during(in: folder, pass) { try await body(self, mortal) }
        } catch  where kill.isDead {
        }
        let scene = RecoveryScene(
            time: time, table: self.table, folder: kill.isDead ? left : folder, before: before, ids: ids)
        return Legacy(
            scene: scene, kill: kill, table: HauntedTable(base: table ?? self.table, time: time, kill: kill))
    }

    /// The plans that are marked as carried out.
    private static func marks(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/applied")) ?? []
    }

    /// Copies a state folder; what a process shares of SQLite's logs with others in memory ends with it.
    private static func copy(_ folder: String, to other: String) {
        let files = FileManager.default
        do {
            try files.copyItem(atPath: folder, toPath: other)
            for path in try files.subpathsOfDirectory(atPath: other) where path.hasSuffix("-shm") {
                try files.removeItem(atPath: other + "/" + path)
            }
        } catch {
            preconditionFailure("A state folder can be copied: \(error)")
        }
    }
}
