import Foundation
import JSONText
import RateLimiting
import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What the guide to runs and the README show of a push that was mended, one that was resumed and one that was undone, and what
/// the command says.
@Suite(.timeLimit(.minutes(30))) struct RunsGuideTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let documents = ["Sources/TableSyncCommand/Documentation.docc/Runs.md", "README.md"]

    /// A text without what differs from run to run: the names of runs and bases, and numbers. Lines may be broken anywhere.
    private static func shape(_ text: String) -> String {
        text.replacing(/\d{8}-\d{6}-\w{6}/, with: "RUN").replacing(/app\w{14}/, with: "BASE")
            .replacing(/\d[\d,.]*/, with: "N")
            .replacing(/\s+/, with: " ")
    }

    private static func expectShown(
        _ text: String, in documents: [String] = documents, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for document in documents {
            let guide = shape(try String(contentsOf: root.appendingPathComponent(document), encoding: .utf8))
            for line in text.split(separator: "\n").map({ shape(String($0)) }) {
                #expect(guide.contains(line), "\(document): \(line)", sourceLocation: sourceLocation)
            }
        }
    }

    private static func users(_ count: Int) -> String {
        "email,name,seats\n" + (0..<count).map { "u\($0)@example.com,User \($0),\($0)\n" }.joined()
    }

    @Test func `failed rows are mended and pushed again as shown`() async throws {
        try await PushScene.run { scene in
            let bad = Self.users(30) + "bad1@example.com,Bad,many\n"
            let push = try await scene.push(
                bad, "--unique", "email", "--on-error", "continue", "--failed-out", scene.folder.path + "/failed.csv")
            #expect(push.code == 1)
            try Self.expectShown(push.messages + push.data)
            let failed = try #require(scene.folder.read("failed.csv"))
            try Self.expectShown(failed, in: [Self.documents[0]])
            let mended = try await scene.push(
                failed.replacing(",many,", with: ",7,"), as: "failed.csv", "--table", "users", "--unique", "email")
            #expect(mended.code == 0)
            try Self.expectShown(mended.messages + mended.data)
        }
    }

    @Test func `what was in doubt is looked up, and the run undone, as shown`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(20), "--unique", "email")
            // Ten rows differ from their records, and 25 are new: 35 operations, of which four calls write twenty.
            let rows = Self.users(45).replacing(/,User \d,/, with: ",Other,")
            let push = try await scene.push(rows, "--unique", "email", "--max-calls", "4")
            #expect(push.code == 8)
            try await Self.leaveInDoubt(scene)
            try Self.expectShown(try await scene.runs("--limit", "1").data, in: [Self.documents[0]])
            let resume = try await scene.resume()
            #expect(resume.code == 0)
            try Self.expectShown(resume.messages + resume.data)
            try Self.expectShown(
                try await scene.undo("last", "--dry-run").data + "Dry run: nothing was written.",
                in: [Self.documents[0]])
            let undo = try await scene.undo("last", "--yes")
            try Self.expectShown(undo.messages + undo.data)
            #expect(try scene.records().count == 20)
        }
    }

    /// Makes the last run one that died a minute ago, with ten of its creates on the way.
    private static func leaveInDoubt(_ scene: PushScene) async throws {
        let file = try #require(Journal.files(in: scene.place.stateFolder).first)
        let journal = try Journal(at: file, in: scene.place.stateFolder, time: Earlier(seconds: 60))
        let run = try #require(journal.runs().first)
        let ledger = try journal.ledger(of: run)
        let left = (0..<35).filter { ledger[$0] == .notAttempted }.prefix(10)
        let steps = try journal.steps(of: run, at: Array(left))
        let elements = left.compactMap { operation -> WriteChunk.Element? in
            guard case .create(let create)? = steps[operation] else { return nil }
            return WriteChunk.Element(fields: create.fields)
        }
        try #require(elements.count == 10)
        try journal.reopen(run)
        let chunk = WriteChunk(.upsert(matching: ["email"]), elements)
        try await journal.log(of: run).record(
            .intent(attempt: ledger.lastAttempt + 1, chunk: chunk, rows: Array(left)))
    }

    /// The system's time, some seconds ago.
    private struct Earlier: TimeSource {
        let seconds: TimeInterval
        private let system = SystemTime()

        init(seconds: TimeInterval) { self.seconds = seconds }

        var now: TimePoint { system.now }
        var date: Date { system.date.addingTimeInterval(-seconds) }

        func sleep(until deadline: TimePoint) async throws(CancellationError) {
            try await system.sleep(until: deadline)
        }
    }
}
