import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// The machine's clock is set between a run and what follows it: nothing is there twice, trusted for too long, or hangs.
@Suite(.timeLimit(.minutes(30))) struct ClockTests {
    private typealias Scene = RecoveryScene

    /// By how many seconds the clock is ahead of the service's during the run, and afterwards.
    struct Setting: Sendable, CustomTestStringConvertible {
        let during: TimeInterval
        let after: TimeInterval

        var testDescription: String { "\(during) s ahead, then \(after)" }

        /// What may become of requests that are under way: a clock that was set ahead hides how long ago something late was sent.
        var fates: [KillSwitch.Fate] { after < during ? KillSwitch.Fate.allCases : [.dropped, .applied] }

        static let all = [(0, -3_600), (3_600, 0), (10, 0), (0, 3_600), (-3_600, 0)]
            .map { Setting(during: $0.0, after: $0.1) }
    }

    /// The journal of a process whose clock is so far ahead.
    private static func journal(_ scene: Scene, ahead: TimeInterval) throws -> Journal {
        try JournalScene.journal(in: scene.folder, time: OtherTime(base: scene.time, ahead: ahead))
    }

    private static func options(_ scene: Scene, ahead: TimeInterval) -> RunOptions {
        var options = scene.options
        options.time = OtherTime(base: scene.time, ahead: ahead)
        return options
    }

    /// Creates four records in two requests, and dies at a point.
    private static func create(
        _ scene: Scene, key: [String], ahead: TimeInterval, _ kill: KillSwitch
    ) async throws -> RunID {
        let journal = try journal(scene, ahead: ahead)
        let run = try journal.begin(
            RunDescription("create", target: JournalScene.target, strategy: "stop", key: key))
        var options = options(scene, ahead: ahead)
        options.log = MortalLog(base: journal.log(of: run), kill: kill)
        do {
            _ = try await MortalTable(base: scene.table, time: scene.time, kill: kill).bulkCreate(
                (100..<104).map { Scene.row($0, "new") }, options: options)
        } catch  where kill.isDead {
        }
        return run.id
    }

    @Test(arguments: Setting.all, [[], ["email"]])
    func `what a run created is never taken for not created, nor what it did not for created`(
        _ setting: Setting, _ key: [String]
    ) throws {
        let points = try Scene.run { scene in
            let kill = KillSwitch()
            _ = try await Self.create(scene, key: key, ahead: 0, kill)
            return kill.points
        }
        #expect(points > 10)
        for fate in setting.fates {
            for point in 0..<points {
                try Scene.run { scene in
                    let kill = KillSwitch(at: point, fate)
                    let run = try await Self.create(scene, key: key, ahead: setting.during, kill)
                    let journal = try Self.journal(scene, ahead: setting.after)
                    let begun = scene.time.now
                    let next = scene.next(kill)
                    let report = try await next.resume(
                        run, in: journal, options: Self.options(scene, ahead: setting.after))
                    let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                    #expect(scene.time.now - begun <= .seconds(31), comment)
                    try await scene.time.sleep(for: .seconds(60))
                    try await next.arrive()
                    let ledger = try journal.ledger(of: journal.run(run))
                    let cells = scene.table.records.map(\.fields)
                    for row in 0..<4 {
                        let isThere = cells.contains(Scene.row(100 + row, "new"))
                        switch ledger[row] {
                        case .notAttempted: #expect(!isThere, comment)
                        case .done(let deed): #expect(deed.kind == .created && isThere, comment)
                        case .unknown: #expect(report.unknown.contains { $0.index == row }, comment)
                        case .failed: Issue.record(comment)
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Setting.all)
    func `a plan's run is finished, or undone, whatever the clock shows`(_ setting: Setting) throws {
        let plan = try Scene.run { try await $0.plan() }
        for (point, undoes) in [(2, false), (2, true), (60, false), (120, true), (150, false), (150, true)] {
            for fate in setting.fates {
                try Scene.run { scene in
                    let kill = KillSwitch(at: point, fate)
                    let run = try await scene.carryOut(plan, kill, ahead: setting.during)
                    let journal = try Self.journal(scene, ahead: setting.after)
                    let options = Self.options(scene, ahead: setting.after)
                    let next = scene.next(kill)
                    let begun = scene.time.now
                    let comment: Comment = "died at \(point), requests \(fate)"
                    if undoes {
                        let report = try await next.undo(run, in: journal, schema: Scene.schema, options: options)
                        #expect(report.isComplete, comment)
                        #expect(scene.table.records.count == scene.before.count, comment)
                    } else {
                        let report = try await next.resume(run, in: journal, options: options)
                        #expect(report.isComplete, comment)
                        #expect(scene.contents == Scene.wanted, comment)
                    }
                    #expect(scene.time.now - begun < .seconds(60), comment)
                }
            }
        }
    }

    @Test(arguments: [-86_400, -5, 86_400] as [TimeInterval])
    func `the newest run stays the newest, and a plan stays used`(_ ahead: TimeInterval) throws {
        try Scene.run { scene in
            let path = scene.folder + "/saved.plan"
            let plan = try await scene.table.plan(
                Scene.rows, matching: ["email"], options: scene.syncOptions(), savingTo: path)
            let first = try await scene.table.apply(plan, options: scene.syncOptions())
            var later = scene.syncOptions()
            later.run.time = OtherTime(base: scene.time, ahead: ahead)
            await #expect(throws: PlanUsed.self) { _ = try await scene.table.apply(plan, options: later) }
            let second = try await scene.table.sync([Scene.row(0, "newer")], matching: ["email"], options: later)
            let runs = try Self.journal(scene, ahead: ahead).runs()
            #expect(runs.map(\.id) == [second.run, first.run])
            let pruning = try Self.journal(scene, ahead: ahead).prune(keeping: .newest(1))
            #expect(pruning.removed == [first.run])
        }
    }

    @Test func `a clock that was set back makes the newest run old, and no other`() throws {
        try Scene.run { scene in
            let begin = { (ahead: TimeInterval) in
                let journal = try Self.journal(scene, ahead: ahead)
                let run = try journal.begin(RunDescription("push", target: JournalScene.target, strategy: "stop"))
                try journal.end(run, RunEnding(.complete, at: run.begun, sentence: ""))
                return run
            }
            let (first, second) = try (begin(0), begin(-86_400))
            let pruning = try scene.journal().prune(keeping: .begun(since: first.begun))
            #expect(pruning.removed == [second.id])
            #expect(try scene.journal().runs().map(\.id) == [first.id])
        }
    }

    @Test(arguments: [(-86_400, false), (-1, false), (3_600, true), (86_400, false)] as [(TimeInterval, Bool)])
    func `a snapshot that was read later than now is not trusted, nor one that is too old`(
        _ ahead: TimeInterval, _ isTrusted: Bool
    ) throws {
        try Scene.run { scene in
            var options = scene.syncOptions()
            options.plan.mode = .push
            options.refresh = .full
            _ = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            options.refresh = nil
            options.run.time = OtherTime(base: scene.time, ahead: ahead)
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            let trusting = [RefreshMethod.changed, .none].map(\.rawValue)
            #expect(trusting.contains(plan.header.basis.refresh) == isTrusted)
        }
    }
}
