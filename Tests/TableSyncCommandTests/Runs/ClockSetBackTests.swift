import Foundation
import JSONText
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

/// Which run is the last where the clock was set back between two.
@Suite(.timeLimit(.minutes(30))) struct ClockSetBackTests {
    private static func runs(_ scene: PushScene) async throws -> [String] {
        let events = try await scene.runs("--json").events
        return events.filter { $0["event"] == "run" }.compactMap { $0["run"]?.stringValue }
    }

    @Test func `the last run is the one that began last, whatever the clock showed`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email,name\nada@x.org,Ada\n", "--unique", "email")
            let first = try #require(try scene.journal().runs().first?.id)
            try scene.journal().postdate(first, by: 86_400)
            _ = try await scene.push("email,name\nbob@x.org,Bob\n", "--unique", "email")
            let second = try #require(try scene.journal().runs().first?.id)
            try #require(first != second)

            #expect(try await Self.runs(scene) == [second.rawValue, first.rawValue])
            #expect(try await scene.runs("show", "last").data.hasPrefix("Run \(second): "))
            #expect(try await scene.undo("last", "--yes").code == 0)
            #expect(try scene.records().map { $0["email"] } == ["ada@x.org"])
            #expect(try scene.journal().run(second).ending?.kind == .undone)
        }
    }

    @Test func `the clock merges the runs of two bases, and reorders those of neither`() async throws {
        let other = try #require(BaseID(rawValue: "appOtherBBBBBBBBB"))
        try await TemporaryFolder.with { folder in
            let here = try PushScene.make(folder)
            let there = try PushScene.make(folder, home: other)
            var names: [String] = []
            for (number, scene) in [here, there, here, there].enumerated() {
                let push = try await scene.push("email\nu\(number)@x.org\n", "--unique", "email", "--json")
                names.append(try #require(push.event("summary")?["run"]?.stringValue))
            }
            #expect(try await Self.runs(here) == names.reversed())

            let journal = try #require(
                try Journal.files(in: here.place.stateFolder).map { try Journal(at: $0, in: here.place.stateFolder) }
                    .first { try $0.runs().contains { $0.id.rawValue == names[0] } })
            try journal.postdate(#require(RunID(rawValue: names[0])), by: 86_400)
            #expect(try await Self.runs(here) == [names[3], names[2], names[0], names[1]])
        }
    }
}
