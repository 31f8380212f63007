import Foundation
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What was pushed on the trust in what was known is taken back to what was known, over the client and the mock service.
@Suite(.timeLimit(.minutes(30))) struct TrustedUndoTests {
    /// A table whose records are known by their numbers.
    private struct Base: Sendable {
        let scene: Scene
        let ids: [RecordID]
        let rows: [Fields]

        func change(_ number: Int, to name: String) throws {
            try scene.mock.update(ids[number], ["name": .string(name)], of: "Users", in: Scene.base)
        }

        func journal(_ options: SyncOptions) throws -> Journal {
            try Journal(in: options.stateFolder, for: options.target, time: options.run.time)
        }

        func undo(
            _ run: JournalledRun, _ options: SyncOptions, isRehearsal: Bool = false
        ) async throws -> UndoReport {
            try await scene.table.undo(
                run.id, in: journal(options), schema: options.schema, isRehearsal: isRehearsal, options: options.run)
        }
    }

    /// A table of 300 records that was read an hour ago, and the options of a push that may trust that.
    private static func run(
        _ body: @escaping @Sendable (Base, SyncOptions) async throws -> Void
    ) throws {
        try SyncTests.run { scene, options in
            let rows = (0..<300).map { SyncTests.row($0) }
            let ids = try scene.mock.insert(SyncTests.json(rows), into: "Users", in: Scene.base)
            try await scene.time.sleep(for: .seconds(60))
            _ = try await scene.table.sync(rows, matching: ["email"], options: options)
            try await scene.time.sleep(for: .seconds(3_600))
            try await body(Base(scene: scene, ids: ids, rows: rows), options)
        }
    }

    /// Pushes and gives the run as the journal has it.
    private static func push(
        _ rows: [Fields], _ base: Base, _ options: SyncOptions
    ) async throws -> JournalledRun {
        let report = try await base.scene.table.sync(rows, matching: ["email"], options: options)
        return try base.journal(options).run(#require(report.run))
    }

    @Test func `what nobody else has changed since the last read is put back as it was read`() throws {
        try Self.run { base, options in
            var options = options
            options.refresh = RefreshMethod.none
            let changed = (0..<20).map { SyncTests.row($0, "new") } + base.rows[20...] + [SyncTests.row(300)]
            let run = try await Self.push(changed, base, options)
            #expect(run.description.plan?.basis.refresh == "none")
            #expect(run.description.preImages == .known(unseen: []))
            let report = try await base.undo(run, options)
            #expect(report.isComplete && report.restored == 20 && report.removed == 1)
            #expect(report.unseen.isEmpty && report.conflicts.isEmpty)
            #expect(try SyncTests.contents(base.scene) == Set(base.rows))
            // A page that is read and two of ten that are written, and a record that is read and deleted.
            #expect(report.requests == 1 + 2 + 1 + 1)
        }
    }

    @Test func `what others changed and the look for changes found is put back as they left it`() throws {
        try Self.run { base, options in
            try base.change(3, to: "theirs")
            try await base.scene.time.sleep(for: .seconds(60))
            var options = options
            options.refresh = RefreshMethod.none
            let changed = (0..<20).map { SyncTests.row($0, "new") } + base.rows[20...]
            let run = try await Self.push(changed, base, options)
            #expect(run.description.plan?.basis.refresh == "none")
            let report = try await base.undo(run, options)
            #expect(report.isComplete && report.restored == 20)
            #expect(
                try SyncTests.contents(base.scene)
                    == Set(
                        base.rows.map { row in
                            row["email"] == "user3@example.com" ? SyncTests.row(3, "theirs") : row
                        }))
        }
    }

    @Test func `after a run that wrote, an undo says which changes by others would not have shown`() throws {
        try Self.run { base, options in
            let first = (0..<150).map { SyncTests.row($0, "new") } + base.rows[150...]
            _ = try await Self.push(first, base, options)
            try await base.scene.time.sleep(for: .seconds(60))
            let second = first[..<140] + (140..<160).map { SyncTests.row($0, "newest") } + first[160...]
            let run = try await Self.push(Array(second), base, options)
            #expect(run.description.plan?.basis.refresh == "none")
            #expect(run.description.preImages.unseen.count == 1)
            #expect(run.description.preImages.unseen.allSatisfy { $0.hasPrefix("Changes by others between ") })
            let rehearsal = try await base.undo(run, options, isRehearsal: true)
            #expect(rehearsal.unseen == run.description.preImages.unseen)
            let report = try await base.undo(run, options)
            #expect(report.isComplete && report.unseen == run.description.preImages.unseen)
            #expect(try SyncTests.contents(base.scene) == Set(first))
        }
    }

    @Test func `what more others changed than was read is not guessed: cells are left, and named`() throws {
        try Self.run { base, options in
            for number in 0..<150 { try base.change(number, to: "theirs") }
            try await base.scene.time.sleep(for: .seconds(60))
            var options = options
            options.refresh = RefreshMethod.none
            let rows = [SyncTests.row(200, "new"), SyncTests.row(300)]
            let pushed = try await base.scene.table.sync(rows, matching: ["email"], options: options)
            #expect(pushed.unrestorable == 1)
            let run = try base.journal(options).run(#require(pushed.run))
            #expect(run.description.preImages == .unknown)
            let report = try await base.undo(run, options)
            #expect(report.conflicts.map(\.kind) == [.noPreImage] && report.removed == 1)
            #expect(try SyncTests.contents(base.scene).contains(SyncTests.row(200, "new")))
        }
    }
}
