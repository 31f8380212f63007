import Foundation
import JSONText
import Testing

@testable import TableSyncCommand

/// What the guide to plans shows, and what the command says.
@Suite(.timeLimit(.minutes(30))) struct PlansGuideTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/TableSyncCommand/Documentation.docc")

    private static func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    /// The table and the files of the guide's transcripts.
    private static let users: JSONValue = [
        "name": "users",
        "fields": [
            ["name": "email", "type": "email"], ["name": "name", "type": "singleLineText"],
            ["name": "seats", "type": "number", "options": ["precision": 0]],
            ["name": "team", "type": "singleSelect", "options": ["choices": [["name": "North"], ["name": "South"]]]],
            [
                "name": "status", "type": "singleSelect",
                "options": ["choices": [["name": "active"], ["name": "left"]]],
            ],
        ],
    ]

    private static let header = "email,name,seats,team\n"
    private static let dan = "dan@example.com,Dan,5,North\n"
    private static let others = (4...30).map { number in
        let two = number < 10 ? "0\(number)" : "\(number)"
        return "u\(two)@example.com,User \(number),\(number % 5 + 1),\(number < 20 ? "North" : "South")\n"
    }
    private static let ada = header + "ada@example.com,Ada,3,North\n"
    private static let there = ada + "bob@example.com,Bob,4,North\n" + dan + others.joined()
    private static let next =
        ada + "bob@example.com,Bob,7,North\ncy@example.com,Cy,1,South\n" + others.joined()

    /// Runs `body` in a base with the table as the guide has it.
    private static func run(_ body: (PushScene) async throws -> Void) async throws {
        try await PushScene.run(tables: [users]) { scene in
            #expect(try await scene.sync(there, "--delete").code == 0)
            try await body(scene)
        }
    }

    /// Whether the guide shows each line. What follows the number of requests depends on the pace.
    private func expectShown(_ text: String) {
        let guide = Self.text("Plans.md")
        for line in text.split(separator: "\n") {
            let stable = line.hasPrefix("Plan: ") ? String(line).replacing(#/ requests?.*$/#, with: "") : String(line)
            #expect(guide.contains(stable), "\(stable)")
        }
    }

    @Test func `the plan of the guide is what the command shows`() async throws {
        try await Self.run { scene in
            expectShown(try await scene.plan(Self.next, "--delete").data)
            expectShown(try await scene.sync(Self.next, "--archive", "status=left", "--dry-run").data)
        }
    }

    @Test func `the refusal of the guide is what the command says`() async throws {
        try await Self.run { scene in
            let half = Self.there.split(separator: "\n").prefix(16).joined(separator: "\n") + "\n"
            let outcome = try await scene.sync(half, "--delete", "--yes")
            #expect(outcome.code == 6)
            expectShown(outcome.messages)
        }
    }

    @Test func `every event of plans is in the guide to the commands with all its names`() async throws {
        try await Self.run { scene in
            let plan = try await scene.plan(Self.next, "--json", "--explain")
            let run = try await scene.sync(Self.next, "--delete", "--yes", "--json")
            let guide = Self.text("Commands.md")
            for (name, row) in [
                ("refresh", "`refresh`"), ("step", "`step`"), ("plan", "`plan` (of plans)"),
                ("summary", "`summary` (of plans)"),
            ] {
                let event = try #require(plan.event(name) ?? run.event(name))
                var line = guide.split(separator: "\n").first { $0.hasPrefix("| \(row) |") } ?? ""
                // The summary of plans has the names of the other, too.
                if name == "summary" {
                    line += guide.split(separator: "\n").first { $0.hasPrefix("| `summary` |") } ?? ""
                }
                for member in event.objectValue?.names ?? [] where member != "event" {
                    #expect(line.contains("`\(member)`"), "\(name): \(member)")
                }
            }
        }
    }
}
